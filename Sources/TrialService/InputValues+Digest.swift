import Crypto
import Foundation
import Trial

extension InputValues {
    /// SHA-256 of the canonical bytes: what names a set as a file's digest names an ECG.
    func digest(measuredAt moment: Date) -> Data { Data(SHA256.hash(data: canonicalBytes(measuredAt: moment))) }
}
