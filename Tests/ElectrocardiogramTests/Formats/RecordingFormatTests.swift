import Foundation
import Testing

@testable import Electrocardiogram

@Suite("The format of a file")
struct RecordingFormatTests {
    @Test(
        "is told by the root of its XML, whatever stands in front",
        arguments: [
            "<RestingECG/>", "\u{FEFF}<RestingECG>", "\n \t<?xml version=\"1.0\"?>\r\n<RestingECG a=\"b\">",
            "<?xml version=\"1.0\"?><!-- <AnnotatedECG> --><RestingECG>",
            "<!DOCTYPE RestingECG SYSTEM \"a>b.dtd\"><RestingECG>",
            "<!DOCTYPE RestingECG [ <!-- > ]> --> <!ELEMENT A (#PCDATA)> ]>\n<m:RestingECG>",
        ]
    )
    func roots(text: String) throws {
        #expect(RecordingFormat.detect(Data(text.utf8)) == .museXML)
        for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] where text.first == "<" {
            #expect(RecordingFormat.detect(try #require(text.data(using: encoding))) == .museXML)
        }
    }

    @Test(
        "is unknown where a root is another or never comes",
        arguments: [
            "<Other><RestingECG/></Other>", "<!-- <RestingECG>", "<?xml <RestingECG>", "<!DOCTYPE [ <RestingECG>", "<",
            "<>", "</RestingECG>", "I am V1", "a,b,c\n1,2,3", "name 12\n", "name 12 500\nnext line here",
            "# two\n# comments\nr1 12\n", "# 16\nr1 12 500\nnext line here",
        ]
    )
    func unknown(text: String) {
        #expect(RecordingFormat.detect(Data(text.utf8)) == nil)
    }

    @Test("is DICOM with its mark or with a first element of the groups 0002 and 0008")
    func dicom() {
        let rest = [UInt8](repeating: 0, count: 200)
        let firsts: [[UInt8]] = [
            [2, 0, 0, 0, 0x55, 0x4C, 4, 0], [8, 0, 5, 0, 0x43, 0x53, 10, 0], [8, 0, 5, 0, 10, 0, 0, 0],
            [0, 8, 0, 5, 0x43, 0x53, 0, 10],
        ]
        for first in firsts { #expect(RecordingFormat.detect(Data(first + rest)) == .dicom) }
        #expect(RecordingFormat.detect(Data(rest.prefix(128)) + Data("DICM".utf8)) == .dicom)
        for other: [UInt8] in [[2, 0, 0, 1, 0x55, 0x4C], [9, 0, 0, 0, 0x55, 0x4C], [8, 0, 5, 0, 255, 255, 255, 255]] {
            #expect(RecordingFormat.detect(Data(other + rest)) == nil)
        }
        #expect(RecordingFormat.detect(Data(firsts[0])) == nil)
    }

    @Test("is SCP-ECG with its mark or with a pointer section that fits the file")
    func scp() {
        var file = [UInt8](repeating: 0, count: 400)
        file[2] = 0x90
        file[3] = 1
        file[10] = 136
        #expect(RecordingFormat.detect(Data(file)) == .scp)
        #expect(RecordingFormat.detect(Data(file) + [0]) == nil)
        file[10] = 0
        #expect(RecordingFormat.detect(Data(file)) == nil)
        file.replaceSubrange(16..<22, with: "SCPECG".utf8)
        #expect(RecordingFormat.detect(Data(file)) == .scp)
        // Shorter than any pointer section, though it states its size.
        #expect(RecordingFormat.detect(Data([0, 0, 99] + [UInt8](repeating: 0, count: 96))) == nil)
    }

    @Test("is EDF, with 24 bits BDF, WFDB or CSV by its first lines")
    func lines() {
        let edf = "0       " + String(repeating: " ", count: 176) + "3328    " + String(repeating: " ", count: 100)
        #expect(RecordingFormat.detect(Data(edf.utf8)) == .edf)
        #expect(RecordingFormat.detect(Data(edf.replacing("3328", with: "3329").utf8)) == nil)
        let bdf = Data([255] + Array("BIOSEMI".utf8) + Array(edf.utf8.dropFirst(8)))
        #expect(RecordingFormat.detect(bdf) == .edf)
        #expect(RecordingFormat.detect(Data([254]) + bdf.dropFirst()) == nil)
        #expect(RecordingFormat.detect(Data(edf.utf8.prefix(1)) + bdf.dropFirst()) == nil)
        for header in [
            "# made by hand\n100 2 360 650000\n100.dat 212 200 11 1024 995 -22131 0 MLII\n",
            "a_b-1 1\r\nx.dat 16x1+24 5\r\n",
            "s/2 15 1000/500(0) 38400 10:00:00\ns_1 16\n", "# two\n# comments\nr1 1\nr1.dat 16\n",
            "# age: 61\n \n# sex: F\n# device: X\n\n\nr1 1\n# between\nr1.dat 16\n",
        ] {
            #expect(RecordingFormat.detect(Data(header.utf8)) == .wfdb)
        }
        for table in ["I,II\n1,2", "# fs: 500\r\n\r\n\"time (s)\",\"aVR (uV)\",V1_mv\r\n", "\u{FEFF}avl;V6\n"] {
            #expect(RecordingFormat.detect(Data(table.utf8)) == .csv)
        }
        for table in ["# age: 61\n# Sampling-Rate: 500\n\nII\n1\n", "time (s),II\n0,1\n0.002,2\n", "II,t_ms\n1,0\n"] {
            #expect(RecordingFormat.detect(Data(table.utf8)) == .csv, "one lead with its rate")
        }
        for text in ["I\nwas there\n", "I, too, was there\n", "# age: 61\nII\n1\n", "# sampling_rate: 500\nx\n1\n"] {
            #expect(RecordingFormat.detect(Data(text.utf8)) == nil)
        }
    }

    @Test("never crashes the reader, wherever a file is cut or damaged")
    func damaged() {
        let starts = [
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!-- -->]><RestingECG>",
            "0       " + String(repeating: "1", count: 300),
            "a 12 500 5000\na.dat 16 200\n", "# fs: 1\nI,II\n1,2\n", "\u{FEFF}<!-- -->",
        ].map { Data($0.utf8) }
        for start in starts + [Data([8, 0, 5, 0]) + Data(count: 200), Data([0xFF, 0xFE, 0x3C, 0, 0x3F])] {
            for count in 0..<start.count { _ = RecordingFormat.detect(start.prefix(count)) }
            for index in start.indices {
                var changed = start
                changed[index] ^= 0x55
                _ = try? RecordingReader.read(changed)
            }
        }
    }

    @Test(
        "is told of real files",
        arguments: [("wfdb/s0010_re.hea", RecordingFormat.wfdb), ("muse_like_cpsc/A0001.hea", .wfdb)]
    )
    func real(path: String, format: RecordingFormat) {
        guard let file = SharedData.bytes("data/ecg/\(path)") else { return }
        #expect(RecordingFormat.detect(file) == format)
    }
}
