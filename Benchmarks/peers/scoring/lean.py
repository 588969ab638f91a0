"""Times a lean Python pipeline on the MUSE files of a folder: python3 lean.py FOLDER

ElementTree, NumPy and SciPy, nothing read that is not used, and the two running medians by scipy.signal.medfilt.
"""

import base64
import pathlib
import statistics
import sys
import time
import xml.etree.ElementTree as ElementTree

import numpy as np
from scipy.signal import medfilt

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


def measure(analysis, n, work):
    value, times, start = work(), [], time.perf_counter()
    while len(times) < 3 or time.perf_counter() - start < 2:
        before = time.perf_counter()
        work()
        times.append(time.perf_counter() - before)
    print(f"{analysis},{n},Python lean,{statistics.median(times):g},{value!r}")


def main(folder):
    documents = [file.read_bytes() for file in sorted(pathlib.Path(folder).glob("*.xml"))]
    recordings = [read(document) for document in documents]
    n = len(documents)
    measure("muse_read", n, lambda: float(sum(read(d)[0][:, -1].sum() for d in documents)))
    measure("preprocess", n, lambda: float(sum(prepare(*r[:2])[-1].sum(dtype=float) for r in recordings)))
    measure("muse_read_preprocess", n, lambda: float(sum(prepare(*read(d)[:2])[-1].sum(dtype=float) for d in documents)))


main(sys.argv[1])
