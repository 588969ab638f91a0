import CSV
import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct PatientTableScoringTests {
    struct Run {
        var tally = PatientTableScoring.Tally()
        var text = ""
        var lines: [[String]] { text.split(separator: "\r\n").map { $0.components(separatedBy: ",") } }
    }

    static func run(_ text: String, model: DeepCoxModel? = nil, imputation: Imputation? = nil) throws -> Run {
        var rest = Array(text.utf8)[...]
        var output: [UInt8] = []
        let scoring = PatientTableScoring(try model ?? DeepCoxSamples.model(), imputation: imputation)
        let tally = try scoring.run(
            read: { buffer in
                let part = rest.prefix(buffer.count)
                rest = rest.dropFirst(part.count)
                buffer.copyBytes(from: part)
                return part.count
            },
            write: { output += $0 },
            progress: { _ in }
        )
        return Run(tally: tally, text: String(decoding: output, as: UTF8.self))
    }

    @Test func `columns stand in any order, and others are named`() throws {
        let run = try Self.run("Drugs,note,Blood.lactate,row_id,Smoker\n3,\"a,b\",2.25,P-1,1\n")
        #expect(run.tally == .init(rows: 1, scored: 1, ignored: ["note"]))
        #expect(run.lines[0] == ["row_id", "score_dl", "score_final", "p7", "p28", "tier", "reason"])
        let score = try DeepCoxSamples.model().score([1, 3, 2.25])
        #expect(run.lines[1][0] == "P-1")
        let found = run.lines[1][1...4].compactMap(Double.init)
        let expected = [score.deepScore, score.linearPredictor] + score.probabilities
        for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1e-14) }
        #expect(run.lines[1][5...] == [score.tier ?? "", ""])
    }

    @Test(arguments: [
        ("1,3,", "missing:Blood.lactate"), ("NA,,2", "missing:Smoker;Drugs"), ("x,3,2", "not-a-number:Smoker"),
        ("1,nan,2", "not-a-number:Drugs"), ("2,3,2", "not-0-or-1:Smoker"), ("1,2.5,2", "not-whole:Drugs"),
        ("1,3,41", "out-of-limits:Blood.lactate"), ("1,-1,", "out-of-limits:Drugs"),
    ])
    func `a row that is refused keeps its place and says why`(values: String, reason: String) throws {
        let run = try Self.run("row_id,Smoker,Drugs,Blood.lactate\n1,0,1,2\n2,\(values)\n3,0,1,2\n")
        #expect(run.tally.rows == 3 && run.tally.scored == 2)
        #expect(run.tally.refused == [String(reason.prefix { $0 != ":" }): 1])
        #expect(run.lines[2] == ["2", "", "", "", "", "", reason])
        #expect(run.lines[3].dropFirst() == run.lines[1].dropFirst())
        #expect(run.lines.map(\.first) == ["row_id", "1", "2", "3"])
    }

    @Test(arguments: [
        ("", "empty"), ("row_id,Smoker,Drugs\n", "no column Blood.lactate"),
        ("row_id,smoker,Drugs,Blood.lactate\n", "no column Smoker: rename the column smoker"),
        ("row_id;Smoker;Drugs;Blood.lactate\n1;0;1;2\n", "not parted by commas"),
        ("row_id,Smoker,Drugs,Blood.lactate,Drugs\n", "Drugs is there twice"),
        ("row_id,Smoker,Drugs,Blood.lactate\n1,2,3\n", "line 2: 3 fields"),
        ("row_id,Smoker,Drugs,Blood.lactate\n1,2,3,\"4\n", "unterminatedQuote"),
    ])
    func `a file that is no such table is refused with the place`(text: String, mention: String) {
        #expect { try Self.run(text) } throws: { "\($0)".contains(mention) }
    }

    @Test func `a row_id that occurs again is counted, with the line of the first`() throws {
        let run = try Self.run("row_id,Smoker,Drugs,Blood.lactate\na,1,2,3\nb,1,2,3\na,0,2,3\na,0,1,3\nb,0,1,3\n")
        #expect(run.tally == .init(rows: 5, scored: 5, repeated: 3, firstRepeat: 4))
        let none = try Self.run("row_id,Smoker,Drugs,Blood.lactate\na,1,2,3\nb,1,2,3\n")
        #expect(none.tally.repeated == 0 && none.tally.firstRepeat == nil)
    }

    /// More rows than a block, with refused ones between, against one row at a time.
    @Test func `every row of many blocks has its own scores`() throws {
        let model = try DeepCoxSamples.model()
        let rows = (0..<1_700).map { [Double($0 % 2), Double($0 % 21), Double($0 % 53)] }
        let lines = rows.enumerated().map { "\($0),\($1[0]),\($1[1]),\($1[2])\n" }
        let run = try Self.run("row_id,Smoker,Drugs,Blood.lactate\n" + lines.joined(), model: model)
        for (row, line) in zip(rows, run.lines.dropFirst()) {
            guard let score = try? model.score(row) else {
                #expect(line[6] == "out-of-limits:Blood.lactate")
                continue
            }
            #expect(try abs(#require(Double(line[4])) - score.probabilities[1]) < 1e-14)
            #expect(line[5] == score.tier)
        }
        #expect(run.tally.scored == rows.count { $0[2] <= 40 })
    }
}
