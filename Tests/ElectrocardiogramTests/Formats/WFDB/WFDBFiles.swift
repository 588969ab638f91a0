import Foundation

@testable import Electrocardiogram

/// A WFDB record made by the tests from arithmetic of their own, in which every part can be replaced.
struct WFDBFiles {
    var recordLine: String
    var signalLines: [String]
    var comments: [String] = []
    var files: [String: Data]

    var header: Data {
        Data(([recordLine] + signalLines + comments).map { $0 + "\r\n" }.joined().utf8)
    }

    func read() throws(RecordingError) -> Recording {
        try WFDBReader.read(header: header) { name throws(RecordingError) in
            guard let data = files[name] else { throw .missing(what: "file \(name)", place: nil) }
            return data
        }
    }

    static let names = Lead.allCases.map(\.rawValue)

    /// Signals that take turns in one file, one sample a frame.
    static func record(
        _ signals: [[Int]],
        names: [String] = names,
        format: Int = 16,
        layout: String = "",
        amplitude: String = "200(0)/mV",
        rate: String = "500",
        preamble: Int = 0
    ) -> WFDBFiles {
        let length = signals.first?.count ?? 0
        let frames = (0..<length).flatMap { index in signals.map { $0[index] } }
        return WFDBFiles(
            recordLine: "r1 \(signals.count) \(rate) \(length)",
            signalLines: zip(signals, names).map { samples, name in
                "r1.dat \(format)\(layout) \(amplitude) 16 0 \(samples.first ?? 0) \(checksum(samples)) 0 \(name)"
            },
            files: ["r1.dat": Data(repeating: 0xEE, count: preamble) + bytes(frames, format: format)]
        )
    }

    /// The 16-bit sum as a signed number.
    static func checksum(_ samples: [Int]) -> Int {
        let sum = ((samples.reduce(0, +) % 65536) + 65536) % 65536
        return sum < 32768 ? sum : sum - 65536
    }

    /// Samples in a storage format, by division instead of shifts.
    static func bytes(_ samples: [Int], format: Int) -> Data {
        switch format {
        case 16: Data(samples.flatMap { digits($0, count: 2) })
        case 24: Data(samples.flatMap { digits($0, count: 3) })
        case 32: Data(samples.flatMap { digits($0, count: 4) })
        case 61: Data(samples.flatMap { digits($0, count: 2).reversed() })
        case 80: Data(samples.flatMap { digits($0 + 128, count: 1) })
        case 160: Data(samples.flatMap { digits($0 + 32768, count: 2) })
        default: pairs(samples)
        }
    }

    /// The digits of a number to the base 256, lowest first; negative ones as their complement.
    static func digits(_ value: Int, count: Int) -> [UInt8] {
        var rest = value < 0 ? value + (0..<count).reduce(1) { product, _ in product * 256 } : value
        return (0..<count).map { _ in
            defer { rest /= 256 }
            return UInt8(rest % 256)
        }
    }

    private static func pairs(_ samples: [Int]) -> Data {
        let values = samples.map { $0 < 0 ? $0 + 4096 : $0 }
        return Data(
            stride(from: 0, to: values.count, by: 2).flatMap { (index: Int) -> [UInt8] in
                let first = values[index]
                guard index + 1 < values.count else { return [UInt8(first % 256), UInt8(first / 256)] }
                let second = values[index + 1]
                return [UInt8(first % 256), UInt8(first / 256 + second / 256 * 16), UInt8(second % 256)]
            }
        )
    }
}
