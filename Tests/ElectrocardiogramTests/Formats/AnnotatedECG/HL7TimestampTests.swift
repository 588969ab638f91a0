import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A time of HL7")
struct HL7TimestampTests {
    /// Oracle: Foundation's calendar.
    @Test("is as far from another as the calendar has it")
    func differences() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var random = SplitMix(state: 5)
        let origin = try #require(HL7Timestamp("20000101000000+0000")?.seconds)
        for _ in 0..<300 {
            let seconds = Int.random(in: -3_000_000_000...3_000_000_000, using: &random)
            let zone = Int.random(in: -13...14, using: &random)
            let local = Date(timeIntervalSince1970: 946_684_800 + Double(seconds + zone * 3600))
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: local)
            let text = [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second]
                .map { String(format: "%02d", $0 ?? 0) }.joined()
            let sign = zone < 0 ? "-" : "+"
            let timestamp = try #require(HL7Timestamp(text + sign + String(format: "%02d00", abs(zone))))
            #expect(timestamp.seconds.map { $0 - origin } == Double(seconds))
        }
    }

    @Test("may stop anywhere from the year on")
    func precision() throws {
        #expect(HL7Timestamp("2024")?.date == nil)
        #expect(HL7Timestamp("202402")?.date == nil)
        #expect(HL7Timestamp("20240229")?.date == CalendarDate(year: 2024, month: 2, day: 29))
        #expect(HL7Timestamp("2024022907")?.time == nil)
        #expect(HL7Timestamp("202402290708")?.time?.minute == 8)
        #expect(HL7Timestamp("202402290708")?.hasSeconds == false)
        #expect(HL7Timestamp("20240229070809.1250")?.fraction == 0.125)
        #expect(HL7Timestamp("20240229070809-0330")?.time?.utcOffsetMinutes == -210)
    }

    @Test(
        "is none when it is written otherwise, or does not exist",
        arguments: [
            "", "+", "24", "202", "20240", "20230229", "20241301", "2024022924", "202402290760", "20240229070860",
            "20240229070809.", "20240229070809.1.2", "202402290708.5", "20240229070809+", "20240229070809+1",
            "20240229070809+0160", "20240229070809+1500", "2024-02-29", "20240229T070809", "２０２４",
            "202402290708091", "99999999999999999999999",
        ]
    )
    func wrong(text: String) {
        #expect(HL7Timestamp(text) == nil)
    }
}
