import Biostatistics

extension Catalogue {
    static let multiplicity = Method(
        "multiplicity",
        title: "Multiplicity adjustment",
        chapter: .foundations,
        fields: [.required("p", "the p-values of a family, 0 to 1")],
        example: #"{"p": [0.012, 0.025, 0.049]}"#,
        table: .columns(.required("p", "a p-value, 0 to 1"))
    ) { input in
        let p = try input.numbers("p", in: 0...1)
        func adjusted(_ method: MultiplicityAdjustment) -> MethodResult { .numbers(method.adjust(p)) }
        return [
            "bonferroni": adjusted(.bonferroni),
            "holm": adjusted(.holm),
            "hochberg": adjusted(.hochberg),
            "hommel": adjusted(.hommel),
            "bh": adjusted(.benjaminiHochberg),
            "by": adjusted(.benjaminiYekutieli),
            "sidak": adjusted(.sidak),
        ]
    }

    static let displayFormat = Method(
        "display_format",
        title: "Numbers as printed",
        chapter: .foundations,
        fields: [
            .required("kind", "number, pvalue, percent or count_percent"),
            .optional("value", "of number, pvalue and percent"),
            .optional("decimals", "0 to 15; 1 where it is left out"),
            .optional("x", "of count_percent: events"),
            .optional("n", "of count_percent: observations"),
        ],
        example: #"{"kind": "count_percent", "x": 9, "n": 47, "decimals": 1}"#
    ) { input in
        let decimals = try input.count("decimals", in: 0...15, default: 1)
        let text =
            switch try input.text("kind", oneOf: ["number", "pvalue", "percent", "count_percent"]) {
            case "number": DisplayFormat.number(try input.number("value"), decimals: decimals)
            case "percent": DisplayFormat.percent(try input.number("value"), decimals: decimals)
            case "pvalue": DisplayFormat.pValue(try input.number("value", in: 0...1))
            default: DisplayFormat.countPercent(try input.proportion("x", of: "n"), decimals: decimals)
            }
        return ["text": .text(text)]
    }
}
