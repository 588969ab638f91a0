import Biostatistics
import Testing

@Suite("The time from index test to reference standard")
struct TestIntervalTests {
    @Test("counts those outside the window, whose bounds belong to it")
    func window() {
        let interval = TestInterval(days: [0, 9, 10, 270, 271, 900], window: 10...270)
        #expect(interval.outside == Proportion(events: 4, total: 6))
        #expect(interval.days.median == 140)
        #expect(TestInterval(days: [3], window: nil).outside == nil)
        #expect(TestInterval(days: [], window: 0...1).outside?.estimate == nil)
    }
}
