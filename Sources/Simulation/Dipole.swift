import Electrocardiogram
import Foundation

/// The heart as one current dipole in mV along the axes of Frank: x to the left, y to the feet, z to the back.
typealias Dipole = SIMD3<Float>

extension Dipole {
    /// Turned about the three axes in turn; angles in radians.
    func rotated(x: Float, y: Float, z: Float) -> Dipole {
        let (sx, cx, sy, cy, sz, cz) = (sin(x), cos(x), sin(y), cos(y), sin(z), cos(z))
        let a = Dipole(self.x, cx * self.y - sx * self.z, sx * self.y + cx * self.z)
        let b = Dipole(cy * a.x + sy * a.z, a.y, cy * a.z - sy * a.x)
        return Dipole(cz * b.x - sz * b.y, sz * b.x + cz * b.y, b.z)
    }
}

/// How each of the eight stored leads sees the dipole: the transform of Dower (Clin Cardiol 1980;3:87–95).
enum LeadVector {
    static let stored: [(lead: Lead, vector: Dipole)] = [
        (.i, Dipole(0.632, -0.235, 0.059)),
        (.ii, Dipole(0.235, 1.066, -0.132)),
        (.v1, Dipole(-0.515, 0.157, -0.917)),
        (.v2, Dipole(0.044, 0.164, -1.387)),
        (.v3, Dipole(0.882, 0.098, -1.277)),
        (.v4, Dipole(1.213, 0.127, -0.601)),
        (.v5, Dipole(1.125, 0.127, -0.086)),
        (.v6, Dipole(0.831, 0.076, 0.230)),
    ]
}

/// One bell-shaped deflection of the dipole; the two halves may differ in width, as in the T wave.
struct HeartWave: Sendable, Equatable {
    /// Seconds from the beat's R wave.
    var peak: Double
    /// Standard deviations of the rising and falling halves, seconds.
    var rise: Double
    var fall: Double
    var dipole: Dipole

    init(peak: Double, width: Double, _ dipole: Dipole) {
        self.init(peak: peak, rise: width, fall: width, dipole)
    }

    init(peak: Double, rise: Double, fall: Double, _ dipole: Dipole) {
        self.peak = peak
        self.rise = rise
        self.fall = fall
        self.dipole = dipole
    }

    /// Adds this wave of a beat at `time` (seconds) to a dipole sampled at `rate`; beyond four deviations it is nothing.
    func add(to dipoles: inout [Dipole], at time: Double, rate: Double, gain: Float) {
        let centre = (time + peak) * rate
        let first = max(0, Int(centre - 4 * rise * rate))
        let last = min(dipoles.count - 1, Int(centre + 4 * fall * rate))
        guard first <= last else { return }
        let (rising, falling) = (Float(1 / (rise * rate)), Float(1 / (fall * rate)))
        let amplitude = dipole * gain
        for sample in first...last {
            let distance = Float(Double(sample) - centre)
            let scaled = distance * (distance < 0 ? rising : falling)
            dipoles[sample] += amplitude * exp(-0.5 * scaled * scaled)
        }
    }
}
