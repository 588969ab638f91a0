import CSV
import Foundation
import MethodCatalogue
import Testing

@Suite("Flow, time to the echocardiogram and baseline from a table")
struct DescriptionTableTests {
    private func result(_ method: String, _ rows: String, _ columns: [String: [String]] = [:], _ set: String = "{}")
        throws
        -> MethodResult
    {
        let method = try #require(Catalogue.method(named: method))
        let selection = try TableSelection(
            CSVReader().read(Array(rows.utf8)),
            columns: columns.mapValues { $0.map { ColumnExpression($0) } }
        )
        let read = try #require(method.table).members(selection)
        guard case .object(let settings) = try JSONValue(parsing: Data(set.utf8)) else { return [:] }
        let input = JSONValue.object(read.members.merging(settings) { $1 })
        try method.checkFields(of: input)
        return try method.run(input, from: read)
    }

    private func problem(_ method: String, _ rows: String, _ columns: [String: [String]] = [:], _ set: String = "{}")
        -> String
    {
        do {
            _ = try result(method, rows, columns, set)
            return "taken"
        } catch { return "\(error)" }
    }

    private static let screened = """
        id,tier,why,echo,no_echo,shd
        1,high,,1,,1
        2,low,,0,declined,
        2,low,,1,,0
        3,,under-18,,,
        4,high,,0,moved,
        """

    private static let roles = [
        "id": ["id"], "tier": ["tier as low|mid|high"], "excluded": ["why"], "echo": ["echo"], "no_echo": ["no_echo"],
        "outcome": ["shd"],
    ]

    @Test("rows become the flow, visits of one id once, an empty tier with its column")
    func flow() throws {
        let flow = try result("stard_flow", Self.screened, Self.roles, #"{"reasons": {"excluded": ["recent-echo"]}}"#)
        guard case .list(let nodes)? = flow["nodes"], case .list(let reasons)? = flow["reasons"] else { return }
        #expect(nodes[0]["total"] == .count(4) && nodes[0]["no index test"] == .count(1))
        #expect(nodes[6]["node"] == .text("echo_done") && nodes[6]["total"] == .count(2))
        #expect(nodes.allSatisfy { $0["mid"] == .count(0) })
        let texts = reasons.map { [$0["node"], $0["reason"], $0["total"]] }
        #expect(
            texts == [
                [.text("excluded"), .text("recent-echo"), .count(0)],
                [.text("excluded"), .text("under-18"), .count(1)],
                [.text("echo_not_done"), .text("moved"), .count(1)],
            ]
        )
    }

    @Test("a row of the flow that cannot be true is named by its line")
    func flowContradiction() {
        let rows = "tier,why,shd\nhigh,,1\nlow,under-18,0\n"
        let roles = ["excluded": ["why"], "outcome": ["shd"]]
        #expect(problem("stard_flow", rows, roles).hasPrefix("line 3, column why is said of somebody who had"))
        #expect(
            problem("stard_flow", "tier,outcome\nhigh,1\nhigh,2\n").hasPrefix("line 3, column outcome must be 1 or 0")
        )
        let declared = problem("stard_flow", "tier,outcome\nhigh,1\nlow,0\n", [:], #"{"tiers": ["high"]}"#)
        #expect(declared == "line 3, column tier must be one of high")
    }

    @Test("counts of the flow that do not add up name node, tier and both numbers")
    func flowCounts() throws {
        let method = try #require(Catalogue.method(named: "stard_flow"))
        func problem(_ low: String, _ rest: String = "") -> String {
            let text =
                #"{"counts": [{"name": "low", \#(low), "analysed": 3, "diseased": 1, "not_diseased": 2}]\#(rest)}"#
            do {
                _ = try method.run(JSONValue(parsing: Data(text.utf8)))
                return "taken"
            } catch { return "\(error)" }
        }
        let right = #""assessed": 5, "excluded": {"under-18": 2}, "eligible": 3, "enrolled": 3, "echo_done": 3"#
        #expect(problem(right) == "taken")
        #expect(problem(right, #", "total": {"assessed": 5}"#) == "taken")
        #expect(
            problem(right, #", "total": {"assessed": 6}"#) == "total.assessed is 6, but the tiers add up to 5"
        )
        #expect(
            problem(right.replacing("\"assessed\": 5", with: "\"assessed\": 6"))
                == "counts do not add up: assessed of low is 6, but its parts add up to 5"
        )
        #expect(problem(right.replacing("\"eligible\": 3, ", with: "")) == "counts[0].eligible is missing")
        #expect(problem(right + #", "echos": 3"#).hasPrefix("counts[0].echos is not taken here"))
        #expect(problem(right.replacing("5", with: "-5")).hasPrefix("counts[0].assessed must"))
    }

    @Test("dates become days, and an echocardiogram before the index test is named by its line")
    func dates() throws {
        let rows = "ecg,scan,tier\n2024-02-28,2024-03-01,low\n2023-12-31,2024-01-01,high\n2024-01-01,,low\n"
        let roles = ["index_date": ["ecg"], "echo_date": ["scan"], "tier": ["tier"]]
        let times = try result("time_to_echo", rows, roles, #"{"window": [0, 1]}"#)
        #expect(times["overall"]?["max"] == .number(2) && times["overall"]?["min"] == .number(1))
        #expect(times["overall"]?["n"] == .count(2) && times["overall"]?["without_echo"] == .count(1))
        #expect(times["overall"]?["outside"] == .count(1) && times["overall"]?["outside_share"] == .number(0.5))
        let early = rows.replacing("2024-01-01,high", with: "2023-12-28,high")
        #expect(
            problem("time_to_echo", early, roles)
                == "line 3, column scan puts the echocardiogram 3 days before the index test: correct one of the two"
        )
        for day in ["2023-02-29", "2024-13-01", "01.02.2024", "2024-1-1", "2024-00-10"] {
            let wrong = problem("time_to_echo", rows.replacing("2024-02-28", with: day), roles)
            #expect(wrong == "line 2, column ecg must be a day written as 2024-02-29")
        }
        #expect(problem("time_to_echo", "days\n3\n-1\n", ["days": ["days"]]).hasPrefix("line 3, column days puts"))
        #expect(problem("time_to_echo", "days\n3\n", [:]) == "days is missing")
    }

    @Test("columns become a baseline table in their order, with categories in that declared")
    func baseline() throws {
        let rows = "tier,age,sex\nlow,50,F\nhigh,60,M\nhigh,,F\n,70,F\n"
        let columns = [
            "group": ["tier as low|mid|high"], "continuous": ["age/10"], "categorical": ["sex as M|F|X", "sex"],
        ]
        let table = try result("baseline_table", rows, columns)
        guard case .list(let variables)? = table["variables"], case .list(let levels)? = variables[1]["levels"] else {
            return
        }
        #expect(variables.map { $0["name"] } == [.text("age/10"), .text("sex"), .text("sex")])
        #expect(levels.count == 12 && levels[0]["level"] == .text("M") && levels[8]["level"] == .text("X"))
        #expect(table["smd_compares"] == .text("the two tiers that differ most"))
        #expect(variables[0]["smd"] == .notEstimable("no observations"))
        #expect(
            problem("baseline_table", rows, ["group": ["tier"]]).hasPrefix("continuous and categorical are missing")
        )
    }
}
