"""One MUSE XML file to the network's input, as `EchoNextPreprocessing` and `QualityGate` make it.

Constants: Nature 2025;644:221-230, doi 10.1038/s41586-025-09227-0, and its public code. Only what simulated
recordings can fail is tested here: they are 500 Hz, 4.88 µV a count, ten seconds, and no lead is flat or clipped.
"""

import base64
import xml.etree.ElementTree as ElementTree

import numpy as np
from scipy.ndimage import median_filter

SAMPLES, LEADS = 2500, 12

LOWER = np.array([-140, -206, -324, -247, -153, -249, -369, -522, -554, -411, -290, -209], dtype=np.float64)
UPPER = np.array([287, 297, 236, 118.5, 270, 245.5, 219, 297, 366, 450, 451, 396], dtype=np.float64)
MEAN = np.array([
    5.438902932045533, 4.386144027595723, -0.8828521117626768, -4.901228423594343, 3.179303315626078,
    1.718962497412901, -4.3853678923766815, -1.4991789389444636, -0.2390101635046568, 3.622168549154881,
    5.396823627457744, 5.660982479475681,
])
DEVIATION = np.array([
    32.4283237955487, 31.37262367036232, 30.155474930762434, 28.126380180199195, 27.097711990189254,
    26.148743373957526, 37.739210938823206, 52.792504469040814, 56.75138860280555, 49.90223860158139,
    45.001427330308026, 39.06606103398455,
])

# Name in the file, mean, scale, and what stands for a missing value: a median after scaling, or 0 before it.
AGE = (61.269679199724045, 16.0088291093417)
MEASUREMENTS = [
    ("VentricularRate", 83.37899965505346, 20.38871835899758, -0.11668215790540877),
    ("AtrialRate", 89.22718178682304, 44.435355754236824, None),
    ("PRInterval", 142.8808416695412, 57.740987114393675, None),
    ("QRSDuration", 94.80925836495344, 21.872021750684034, -0.2198817475482361),
    ("QTCorrected", 452.8796671909926, 40.09147266082739, -0.09677038366274254),
]

# Letters only: devices differ in hyphens and blanks.
REFUSED_STATEMENTS = [
    "POORDATAQUALITY", "ATRIALSENSEDVENTRICULARPACEDCOMPLEXES", "ATRIALSENSEDVENTRICULARPACEDRHYTHM",
    "AVDUALPACEDCOMPLEXES", "AVDUALPACEDRHYTHM", "AVSEQUENTIALORDUALCHAMBERELECTRONICPACEMAKER",
    "BIVENTRICULARPACEMAKERDETECTED", "ELECTRONICVENTRICULARPACEMAKER", "VENTRICULARPACEDCOMPLEXES",
    "VENTRICULARPACEDRHYTHM", "WITHADEMANDPACEMAKER",
]


class Recording:
    """The parts of a MUSE XML file that the network sees."""

    def __init__(self, path):
        root = ElementTree.parse(path).getroot()
        self.number = root.findtext("PatientDemographics/PatientID")
        age = root.findtext("PatientDemographics/PatientAge")
        self.age = None if age is None else int(age)
        self.sex = root.findtext("PatientDemographics/Gender")
        fields = {field.tag: field.text for field in root.find("RestingECGMeasurements")}
        self.measurements = {name: float(fields.get(name) or 0) for name, *_ in MEASUREMENTS}
        self.statements = [text.text or "" for text in root.iter("StmtText")]
        self.leads = {lead.findtext("LeadID"): counts(lead.findtext("WaveFormData")) for lead in root.iter("LeadData")}

    def may_be_scored(self):
        """Whether the quality gate lets the recording through."""
        letters = ["".join(filter(str.isalpha, text.upper())) for text in self.statements]
        return (
            self.age is not None and self.age >= 18 and self.sex in ("MALE", "FEMALE")
            and any(value > 0 for value in self.measurements.values())
            and not any(phrase in text for phrase in REFUSED_STATEMENTS for text in letters)
        )

    def waveform(self):
        """(2500, 12) float32: every second sample, baseline removed, limited, standardised."""
        x = self.twelve_leads()[:, ::2][:, :SAMPLES]
        # Zeros beyond the ends: the same numbers as scipy.signal.medfilt, in a third of the time.
        baseline = np.stack([running_median(running_median(lead, 51), 151) for lead in x])
        return ((np.clip((x - baseline).T, LOWER, UPPER) - MEAN) / DEVIATION).astype(np.float32)

    def twelve_leads(self):
        i, ii = self.leads["I"], self.leads["II"]
        limbs = [i, ii, ii - i, -(i + ii) / 2, i - ii / 2, ii - i / 2]
        return np.stack(limbs + [self.leads[f"V{n}"] for n in range(1, 7)])

    def tabular(self):
        """(7,) float32: sex, age, rates and intervals, scaled; what is missing is imputed."""
        values = [1.0 if self.sex == "MALE" else 0.0, (min(self.age, 90) - AGE[0]) / AGE[1]]
        for name, mean, scale, median in MEASUREMENTS:
            value = self.measurements[name]
            values.append(median if value <= 0 and median is not None else (value - mean) / scale)
        return np.array(values, dtype=np.float32)


def counts(text):
    return np.frombuffer(base64.b64decode(text), dtype="<i2").astype(np.float64)


def running_median(x, window):
    return median_filter(x, size=window, mode="constant", cval=0.0)
