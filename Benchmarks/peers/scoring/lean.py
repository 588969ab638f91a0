"""Times a lean Python pipeline on the MUSE files of a folder: python3 lean.py ECGS WORK

ElementTree, NumPy and SciPy, nothing read that is not used, and the two running medians by scipy.signal.medfilt.
"""

import base64
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
from scipy.signal import medfilt

from timing import measure

LOWER = np.array([-140, -206, -324, -247, -153, -249, -369, -522, -554, -411, -290, -209])[:, None]
UPPER = np.array([287, 297, 236, 118.5, 270, 245.5, 219, 297, 366, 450, 451, 396])[:, None]
MEAN = np.array([
    5.438902932045533, 4.386144027595723, -0.8828521117626768, -4.901228423594343, 3.179303315626078,
    1.718962497412901, -4.3853678923766815, -1.4991789389444636, -0.2390101635046568, 3.622168549154881,
    5.396823627457744, 5.660982479475681,
])[:, None]
DEVIATION = np.array([
    32.4283237955487, 31.37262367036232, 30.155474930762434, 28.126380180199195, 27.097711990189254,
    26.148743373957526, 37.739210938823206, 52.792504469040814, 56.75138860280555, 49.90223860158139,
    45.001427330308026, 39.06606103398455,
])[:, None]
# Mean, scale and median after scaling of age, ventricular rate, atrial rate, PR, QRS and QTc.
TABULAR = [
    (61.269679199724045, 16.0088291093417, 0.10808540640028777),
    (83.37899965505346, 20.38871835899758, -0.11668215790540877),
    (89.22718182678304, 44.435355754236824, -0.18514945243886324),
    (142.8808416695412, 57.740987114393675, 0.15793215159956217),
    (94.80925836495344, 21.872021750684034, -0.2198817475482361),
    (452.8796671909926, 40.09147266082739, -0.09677038366274254),
]
MEASUREMENTS = ["VentricularRate", "AtrialRate", "PRInterval", "QRSDuration", "QTCorrected"]


def read(document):
    """Counts of the twelve leads, the sampling rate, and the texts of seven values."""
    root = ElementTree.fromstring(document)
    waveform = next(w for w in root.iter("Waveform") if w.findtext("WaveformType") == "Rhythm")
    leads = {
        lead.findtext("LeadID"): np.frombuffer(base64.b64decode(lead.findtext("WaveFormData")), "<i2").astype(float)
        for lead in waveform.iter("LeadData")
    }
    one, two = leads["I"], leads["II"]
    limbs = [one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2]
    patient, measured = root.find("PatientDemographics"), root.find("RestingECGMeasurements")
    values = [patient.findtext("Gender"), patient.findtext("PatientAge")]
    values += [measured.findtext(name) for name in MEASUREMENTS]
    return np.array(limbs + [leads[f"V{n}"] for n in range(1, 7)]), int(waveform.findtext("SampleBase")), values


def prepare(leads, rate):
    """The network's input, 2500 moments of twelve leads."""
    leads = (leads[:, ::2] if rate == 500 else leads)[:, :2500]
    baseline = np.array([medfilt(medfilt(lead, 51), 151) for lead in leads])
    return ((np.clip(leads - baseline, LOWER, UPPER) - MEAN) / DEVIATION).T.astype(np.float32)


def scaled(values):
    """The seven tabular values; missing ones are imputed as the published code does."""
    sex, *others = values
    numbers = [float(text) if text and float(text) != 0 else None for text in others]
    numbers[0] = numbers[0] and min(numbers[0], 90)
    result = [1.0 if sex == "MALE" else 0.0]
    for index, (number, (mean, scale, median)) in enumerate(zip(numbers, TABULAR)):
        # Atrial rate and PR: atrial fibrillation has neither.
        number = 0 if number is None and index in (2, 3) else number
        result.append(median if number is None else (number - mean) / scale)
    return np.array([result], np.float32)


def network_input(document):
    """Waveforms and tabular values of one recording, as a batch of one."""
    leads, rate, values = read(document)
    return prepare(leads, rate)[None], scaled(values)


def documents(folder):
    return [file.read_bytes() for file in sorted(pathlib.Path(folder).glob("*.xml"))]


def main(folder):
    files = documents(folder)
    recordings = [read(document) for document in files]
    n, tool = len(files), "Python lean"
    measure("muse_read", n, tool, lambda: float(sum(read(d)[0][:, -1].sum() for d in files)))
    measure("preprocess", n, tool, lambda: float(sum(prepare(*r[:2])[-1].sum(dtype=float) for r in recordings)))
    measure("muse_read_preprocess", n, tool, lambda: float(sum(prepare(*read(d)[:2])[-1].sum(dtype=float) for d in files)))


if __name__ == "__main__":
    main(sys.argv[1])
