import CSV
import Electrocardiogram
import Foundation
import RiskModel
import Trial

/// Labelled recordings of a folder as `stratum simulate` writes it: `ecg/` and `echo.csv`, joined by record number.
struct CohortLabels {
    /// Recordings that wait in memory for the network.
    private static let slice = 256
    /// The published rule: what was not measured counts as normal.
    private static let definition = OutcomeDefinition(missingFieldRule: .absentIsNegative)

    let folder: String

    /// - Throws: exit code 65 with the file, the line and the remedy.
    func read(for card: ModelCard, _ weights: ResNetWeights) async throws -> LabelledSource.Labelled {
        let echoes = try self.echoes()
        let files = EcgFiles.find([folder + "/ecg"])
        var features = try LabelledFeatures(of: weights)
        var leftOut = LeftOut()
        let line = ProgressLine("Reading")
        defer { line.finish() }
        for start in stride(from: 0, to: files.count, by: Self.slice) {
            let part = Array(files[start..<min(start + Self.slice, files.count)])
            let results = try await SimulationWorkers.map(part.count) { index in
                Self.labelled(part[index], echoes, card)
            }
            var ready: [LabelledRecording] = []
            for result in results {
                switch result {
                case .success(let recording): ready.append(recording)
                case .failure(let reason): leftOut.add(reason.code)
                }
            }
            try features.add(ready)
            line.update(start + part.count, of: files.count)
        }
        guard features.count > 0 else {
            let why = leftOut.remarks.first ?? "there is no file"
            throw Failure.refuse("\(folder)/ecg: no recording can be used (\(why))", code: Failure.badData)
        }
        return LabelledSource.Labelled(
            features: features,
            population: "\(features.count) recordings of the cohort \(name), findings not recorded count as absent",
            weighting: nil,
            remarks: leftOut.remarks
        )
    }

    private var name: String { URL(fileURLWithPath: folder).lastPathComponent.printable(limit: 80) }

    /// Why a recording is left out.
    private struct Reason: Error {
        let code: String
    }

    private static func labelled(
        _ file: EcgFile,
        _ echoes: [String: EchoStudy],
        _ card: ModelCard
    ) -> Result<LabelledRecording, Reason> {
        if let fault = file.fault { return .failure(Reason(code: fault.code)) }
        guard let recording = try? RecordingReader.read(file: URL(fileURLWithPath: file.path)) else {
            return .failure(Reason(code: "unreadable"))
        }
        guard let number = recording.patient.recordNumber, let echo = echoes[number] else {
            return .failure(Reason(code: "without-echo"))
        }
        switch Readiness(recording) {
        case .leftOut(let reason): return .failure(Reason(code: reason))
        case .ready(let input):
            return .success(
                LabelledRecording(input: input, labels: definition.labels(of: echo, for: card), patient: number)
            )
        }
    }

    /// By record number.
    private func echoes() throws -> [String: EchoStudy] {
        let path = folder + "/echo.csv"
        let table: CSVTable
        do {
            table = try CSVReader().read(Array(InputFile.read(path, limit: CSVLimits.usual.bytes)))
        } catch let error as CSVError {
            throw refusal(path, error.line ?? 1, error.explanation)
        }
        guard let key = table.header.firstIndex(of: "record_number") else {
            throw refusal(path, 1, "column record_number is missing: \(table.advice(missing: "record_number"))")
        }
        var echoes: [String: EchoStudy] = [:]
        for record in table.records {
            let fields = zip(table.header, record.fields).filter { $0.0 != "record_number" }
            let echo: EchoStudy
            do {
                echo = try EchoValidation.study(from: fields.map { (field: $0.0, text: $0.1) })
            } catch {
                throw refusal(path, record.line, error.faults.map(\.description).joined(separator: "; "))
            }
            guard echoes.updateValue(echo, forKey: record.fields[key]) == nil else {
                throw refusal(path, record.line, "the same record number as on an earlier line: keep one line")
            }
        }
        return echoes
    }

    private func refusal(_ path: String, _ line: Int, _ why: String) -> any Error {
        Failure.refuse("\(path):\(line): \(why)", code: Failure.badData)
    }
}
