import CSV
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// A trial that ends in follow-up, from admissions to a model fitted to its data cut.
@Suite("A model fitted to a trial's data cut")
struct FollowUpFitTests {
    private static let inputs = ["Age", "NLR", "Lactate.dehydrogenase"]
    private static let names =
        inputs + [
            "Malignancy", "X.ray.abnormality", "COPD", "Dyspnea", "Number.of.comorbidities", "Creatine.kinase",
            "Direct.bilirubin",
        ]

    /// Eighty patients; of those above 55 years two of three have the event.
    private static func write(to folder: URL) throws {
        var tables = [
            ["record_number,site,admitted_on," + names.joined(separator: ",")],
            ["record_number,site,consented_at,form,method"], ["record_number,site,ended_on,ending"],
        ]
        for number in 1...80 {
            let age = 20 + number * 37 % 70
            let values = ["\(age)", "\(1 + Double(number * 13 % 40) / 4)", "\(150 + number * 29 % 300)"]
            let others = ["0", "1", "0", "\(number % 2)", "\(number % 4)", "90", "4.5"]
            tables[0].append("R\(number),WUH,2020-02-01," + (values + others).joined(separator: ","))
            tables[1].append("R\(number),WUH,2020-02-01,1.0,paper")
            let isEvent = age > 55 ? number % 3 != 0 : number % 5 == 0
            let day = String(2 + (number * 7 + (isEvent ? 0 : 9)) % 27)
            let word = isEvent ? "death" : "discharge"
            // Of the last two nobody knows.
            if number < 79 { tables[2].append("R\(number),WUH,2020-02-\(day.count == 1 ? "0" : "")\(day),\(word)") }
        }
        for (name, lines) in zip(["admissions", "consented", "follow-up"], tables) {
            try folder.appending(path: "\(name).csv").fill(lines.joined(separator: "\n") + "\n")
        }
    }

    @Test("is byte for byte the model fitted to a file of the same patients, and its card names the cut")
    func equal() async throws {
        let cluster = try TemporaryClusterFolder()
        let program = InstalledProgram(data: cluster.url)
        try await TemporaryFolder.with { folder in
            try await program.succeed("trial init covid-critical-illness")
            // Joined for as long as the test runs, so that not every command starts a server.
            let server = try await PrivateCluster.join(dataFolder: cluster.url)
            try await Self.conduct(program, in: folder)
            let fit =
                "--folds 2 --layers 3 --days 5,10,20 --resamples 20 --seed 4 --inputs \(Self.inputs.joined(separator: ","))"
            let weights = folder.appending(path: "cut.safetensors")
            let run = try await program.run(
                "model fit deep-cox --cut 1 --as statistician \(fit) --output \(weights.path)"
            )
            #expect(run.code == 0, "\(run.errors)")
            #expect(run.errors.contains("2 participants left out: how follow-up ended is not known"))
            let card = try String(contentsOf: folder.appending(path: "cut.json"), encoding: .utf8)
            #expect(card.contains("data cut 1 of trial covid-critical-illness, SHA-256 "))

            let file = folder.appending(path: "cohort.csv")
            try file.fill(Self.cohort(of: folder.appending(path: "rows.csv")))
            let other = folder.appending(path: "file.safetensors")
            let words = "model fit deep-cox --cohort \(file.path) \(fit) --output \(other.path)"
            let second = try await BuiltProgram.run(words.split(separator: " ").map(String.init))
            #expect(second.code == 0, "\(second.errors)")
            #expect(try Data(contentsOf: weights) == Data(contentsOf: other))

            let none = try await program.run(
                "model fit deep-cox --cut 9 --as statistician --output \(folder.path)/x.safetensors"
            )
            #expect(none.code == 65 && none.errors.contains("no data cut 9"))
            let desk = try await program.run(
                "model fit deep-cox --cut 1 --as coordinator --output \(folder.path)/x.safetensors"
            )
            #expect(desk.code == 77, "\(desk.errors)")
            await server.leave()
        }
    }

    private static func conduct(_ program: InstalledProgram, in folder: URL) async throws {
        try write(to: folder)
        for role in ["coordinator", "data_manager", "service", "statistician"] {
            try await program.succeed("account grant \(role) \(role)")
        }
        for line in [
            "admission import \(folder.path)/admissions.csv --as data_manager", "score --as service",
            "candidates screen --as data_manager", "draw --seed 7 --as data_manager",
            "enrol --list \(folder.path)/consented.csv --as coordinator",
            "follow-up import \(folder.path)/follow-up.csv --as data_manager",
            "report survival --rows \(folder.path)/rows.csv --as statistician",
        ] { try await program.succeed(line) }
    }

    /// The rows of a survival report as the file of a cohort: in whole days.
    private static func cohort(of rows: URL) throws -> String {
        let table = try CSVReader().read(Array(Data(contentsOf: rows)))
        func place(_ name: String) throws -> Int { try #require(table.header.firstIndex(of: name)) }
        let (days, event, columns) = (try place("days"), try place("event"), try inputs.map(place))
        var lines = ["time,event," + inputs.joined(separator: ",")]
        for record in table.records where !record.fields[days].isEmpty {
            let time = record.fields[days]
            lines.append(([time, record.fields[event]] + columns.map { record.fields[$0] }).joined(separator: ","))
        }
        #expect(lines.count == 79)
        return lines.joined(separator: "\n") + "\n"
    }
}
