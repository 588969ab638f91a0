import Biostatistics
import CSV
import Trial

/// Prints a patient's course on a terminal.
package enum CourseText {
    /// The whole report; with control sequences only where `coloured`.
    package static func text(_ report: CourseReport, coloured: Bool) -> String {
        var page = TextPage(coloured: coloured)
        page.addHeading("\(report.subject): risk during the stay")
        page.addWrapped("Source: \(report.header.source)", hang: 2)
        page.add()
        var table = TextTable([("Day", .right), ("Risk", .right), ("Tier", .left), ("", .left)])
        for one in report.course {
            let bar = String(repeating: "█", count: Int((one.score * 40).rounded()))
            table.add([CourseWording.day(one.days), Wording.percent(one.score), report.label(of: one.tier), bar])
        }
        page.add(table)
        page.addWrapped(report.ending, indent: 2, hang: 2)
        page.addClosing(report.header, methods: CourseMethods.sentences(report))
        return page.text
    }
}

enum CourseWording {
    static func day(_ days: Double) -> String {
        DisplayFormat.number(days, decimals: days == days.rounded() ? 0 : 1)
    }
}

/// A patient's course for machines: numbers in full.
package enum CourseJSON {
    package static func text(_ report: CourseReport) -> String {
        JSONValue.object(
            JSONValue.opening("trend", report.header) + [
                ("subject", .string(report.subject)), ("output", .string(report.output)),
                (
                    "course",
                    .array(
                        report.course.map {
                            .object([
                                ("days", .double($0.days)), ("risk", .double($0.score)),
                                ("tier", .string($0.tier.id.rawValue)),
                            ])
                        }
                    )
                ),
                ("ending", .string(report.ending)),
            ] + JSONValue.closing(report.header, methods: CourseMethods.sentences(report))
        ).text
    }
}

extension ReportCSV {
    /// One assessment a line.
    package static func text(_ report: CourseReport) -> String {
        var writer = CSVWriter(header: ["subject", "days", "output", "risk", "tier"])
        for one in report.course {
            writer.add([
                report.subject, one.days.description, report.output, one.score.description, one.tier.id.rawValue,
            ])
        }
        return writer.text
    }
}
