/// Finds the word that somebody probably meant.
enum Spelling {
    /// The known word fewest edits away, about a third of its length at most; the first of equals.
    static func nearest(to word: String, among known: [String]) -> String? {
        guard word.count <= 64 else { return nil }
        let ranked = known.map { (word: $0, edits: edits(from: word.lowercased(), to: $0.lowercased())) }
        guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
        return best.edits <= max(1, (best.word.count + 1) / 3) ? best.word : nil
    }

    /// Letters to insert, delete or replace (Levenshtein's distance).
    private static func edits(from: String, to: String) -> Int {
        let target = Array(to)
        var row = Array(0...target.count)
        for (i, letter) in from.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in target.indices {
                let replaced = diagonal + (letter == target[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[target.count]
    }
}
