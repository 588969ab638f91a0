import Foundation
import Testing

@testable import Electrocardiogram

/// Records of other people's making, where they are at hand.
@Suite("A real WFDB record")
struct WFDBRealFileTests {
    /// Oracle: `rdrecord(physical=False)` of the Python package `wfdb` 4.3.1.
    ///
    /// Compared is the SHA-256 of each lead as little-endian 32-bit integers. The file with the Frank leads is not
    /// there, and not asked for.
    @Test("of the PTB database gives the samples of the Python package without the Frank leads")
    func ptb() throws {
        guard let recording = try Self.read("data/ecg/wfdb/s0010_re", signals: "s0010_re.dat") else { return }
        #expect(recording.signal.samplingRate == 1000)
        #expect(recording.signal.sampleCount == 38400)
        #expect(recording.signal.microvoltsPerCount == 0.5)
        #expect(Self.digests(recording.signal) == Self.ptbDigests)
        #expect(recording.patient == RecordedPatient(age: 81, sex: .female))
        #expect(recording.acquiredAt == nil)
        #expect(recording.statements.isEmpty)
        #expect(
            recording.remarks == [
                "3 channels beyond the standard twelve leads are left out.",
                "The header names no amplitude unit; the format's standard makes it millivolts.",
                "The header does not give both date and time of day; the time of recording counts as missing.",
            ]
        )
        #expect(
            Self.hexadecimal(recording.sourceDigest)
                == "0b3234829d43a8adf986cd638679305015e88860b0d59a52a7bd9233dd5958d7"
        )
    }

    /// Oracle: as above.
    @Test("of a PhysioNet challenge gives the samples of the Python package, out of its .mat file")
    func challenge() throws {
        guard let first = try Self.read("data/ecg/muse_like_cpsc/A0001", signals: "A0001.mat"),
            let third = try Self.read("data/ecg/muse_like_cpsc/A0003", signals: "A0003.mat")
        else { return }
        #expect(Self.digests(first.signal) == Self.firstDigests)
        #expect(Self.digests(third.signal) == Self.thirdDigests)
        #expect(first.signal.samplingRate == 500)
        #expect(first.signal.microvoltsPerCount == 1)
        #expect(first.patient == RecordedPatient(age: 74, sex: .male))
        #expect(third.patient == RecordedPatient(age: 81, sex: .female))
        #expect(first.statements == ["59118001"])
        #expect(first.remarks.count == 1)
        #expect(
            Self.hexadecimal(first.sourceDigest)
                == "faec2f9aa43fc6f83fa831bcede4423d8b7d8275e4842876c1cc6ef7d0bb32b9"
        )
        #expect(
            Self.hexadecimal(third.sourceDigest)
                == "77a25d588d4b5e7a7fae362a1f2bb94a6c1942f03d0f56c6a0b45ac819f8e169"
        )
    }

    /// The MUSE file was made of the record with a finer scale in each lead, of which the largest is 0.0339 µV.
    @Test("is the same recording as the MUSE file made of it", arguments: ["A0001", "A0003"])
    func sameAsMuse(name: String) throws {
        guard let record = try Self.read("data/ecg/muse_like_cpsc/\(name)", signals: "\(name).mat"),
            let muse = SharedData.bytes("data/ecg/muse_like_cpsc/\(name).xml")
        else { return }
        let other = try RecordingReader.read(muse).signal
        #expect(other.samplingRate == record.signal.samplingRate)
        for (ours, theirs) in zip(record.signal.leads, other.leads) {
            #expect(ours.count == theirs.count)
            #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 0.034 })
        }
    }

    private static func read(_ path: String, signals: String) throws -> Recording? {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        guard let header = SharedData.bytes("\(path).hea"), let data = SharedData.bytes("\(folder)/\(signals)") else {
            return nil
        }
        return try WFDBReader.read(header: header) { name throws(RecordingError) in
            guard name == signals else { throw .missing(what: "file \(name)", place: nil) }
            return data
        }
    }

    private static func digests(_ signal: Signal) -> [String] {
        signal.leads.map { lead in
            hexadecimal(SHA256Oracle.digest(Data(lead.flatMap { WFDBFiles.digits(Int($0), count: 4) })))
        }
    }

    private static func hexadecimal(_ bytes: Data) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static let ptbDigests = [
        "24ce2c11df881244dd9267afd57b5095f491439b294b875d1ac64a2fc226a6f9",
        "90594c6cbd975980ab15f12ff0f1fcef73b7a0c7e251e0aaa26fc6c21de244e5",
        "8b3b3e6320b6fccab771377899c150a2a688ec10993600d980851207bacf3bb6",
        "b74abb52d938b8320390e05f28d4574774475c78b09beac4e69604a9f3f293e7",
        "da4f521a43b5956380b1b73d4b5de09bc2054bc37264792c4cacf5424414b1a1",
        "2d09e56c339889d128304a91113fd1595be666e90879236e9c324421b5dd4117",
        "ca2f477525eb684a6d9d34a284e2bbda49cb7170d6caa83dc3b6c4ba953ccce6",
        "94400a36d33fb1b5226fb16543b0523255599a5131c963a12020df2e06c17831",
        "9e8a9d60860f8762ffca5e5a193416c4bef70cbee737f0ec67eeb817bb107ec4",
        "6363f8c7943d55ca46330eb5ed15869aded0df10831e17637aa39f385136ea9d",
        "bd50d47cdd4313525469cc92b8ebc289a60b298b47a64b141e95e613b38cf512",
        "bd4de6f8cfa6e7eda6ee9622c79005f4173fdcb2dd5de587ebb7599b62f82b7a",
    ]
    private static let firstDigests = [
        "1bee51e5a4a79b35acb0648aad4375fe1a8c7adab20115a96d8b3a21e5b8f3a7",
        "36c5db32e9b0d07913975dde875ad60a812e59354f4d8c50b84bef26fd1bc2df",
        "5c1fea51ed44cf9f3d581390a88f4cb6dcc6143d3b49fb983dbc39e05e92943a",
        "9d44022b23dbb8bc5925de2ab3edfa93227a6e6d1a3dbd8debc9befa6b21b2d4",
        "a5796972724a59f2e9c568a18766050d7f1b5eebedcb340705d81c5a0e9ea773",
        "d716077544e389aa7eddf447fefaacb7517a64f0d8a528ebeef80e7f38e01334",
        "5c821a4fcb94521c74ad1d7b16c10fddf38266ff8b5019c540705f7ad3242d53",
        "f98f2ca3685f273844d768261186838db3de80b6d8c72e5166c6583f4eefbfec",
        "6ac92677d86be2b9dfd06f36a917599c1c71de07cfa38d22d5ee1a06311a322e",
        "43623681ec13411e6fe4c26f343754f834e741fa80b58b8e867591875df42ddd",
        "59131dfa5d4f2a395615cfc98d94131b5cc682d759f4709d18318b3a37c6bd7d",
        "7d89bd0f50dd27d190c07b7aa3f8621c55e89ff6ef28e6278ce18e251438d4b4",
    ]
    private static let thirdDigests = [
        "b30512996ddf357eb139b834164c4476c63d11e9adbd2d5f6cc2b5cf615f0543",
        "95d4b978b263aad20587b65ace56043b65fd8c73821a15cd5d52cc5e685f67a4",
        "c7463919142718e801ee8809f5be1b99097fe6e4cc6631e9fc7b336330e5bb23",
        "e8e773062b9d6f85c54f708aae53268e52621792c1b60f8c922984a606c8a76f",
        "d219c018b115ccaa6117a2b4c613346848868fe3d4194c640e2400190d853476",
        "a443901fd6460476be7ced0f80bee1a56f82b21757e02bd8e6a8890f06070e1e",
        "45c8f42ef614b84ffb731c2e9788058272bf68dea7795042b1b0d4269dc5dfd8",
        "fb489464aa0145aaea45fc2e138b84bfb85615c5fa957d6478ae9986eb66d5de",
        "b8e93890d4511bd6dbce77c3cb8e9456a499f469c4d8c7f6fa18b27ac8548968",
        "855a302183fcee4851ff07294dd2832c3717c8cf67a47b8c58586d8a3c7d9fce",
        "993c466983ab258e886224f4e60ac0efb891be2cf3dbb61ab30a101539a742a7",
        "9f2608eea73361b2dd65bb098766e201120e91b777aca671a5fbb8455886c098",
    ]
}
