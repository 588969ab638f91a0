/// The twelve standard leads, in the order in which every array of this package holds them.
public enum Lead: String, CaseIterable, Sendable, Codable {
    case i = "I"
    case ii = "II"
    case iii = "III"
    case avr = "aVR"
    case avl = "aVL"
    case avf = "aVF"
    case v1 = "V1"
    case v2 = "V2"
    case v3 = "V3"
    case v4 = "V4"
    case v5 = "V5"
    case v6 = "V6"
}
