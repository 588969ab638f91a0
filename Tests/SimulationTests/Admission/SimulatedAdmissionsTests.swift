import Biostatistics
import Foundation
import Testing

@testable import Simulation

@Suite struct SimulatedAdmissionsTests {
    private static let admissions = (0..<20_000).map { SimulatedAdmissions(seed: 31).admission($0) }
    private static let followUp = FollowUp(
        times: admissions.map(\.course.days),
        events: admissions.map(\.course.isCritical)
    )

    @Test func `A patient depends on seed and index alone`() {
        #expect(SimulatedAdmissions(seed: 31).admission(77) == Self.admissions[77])
        #expect(SimulatedAdmissions(seed: 32).admission(77).measurements != Self.admissions[77].measurements)
    }

    /// Means and standard deviations of the published normalisation, Nat Commun 2020;11:3543 and its code.
    @Test(arguments: [
        ("Lactate.dehydrogenase", 259.740330, 77.955030), ("Age", 48.879804, 12.861063), ("NLR", 5.374749, 2.445621),
        ("Creatine.kinase", 98.198436, 49.690099), ("Direct.bilirubin", 3.762461, 1.389199),
        ("Number.of.comorbidities", 0.366352, 0.766475),
    ])
    func `Inputs are distributed as the published normalisation says`(name: String, mean: Double, sd: Double) throws {
        let column = try #require(AdmissionInputs.names.firstIndex(of: name))
        let values = Self.admissions.map { $0.measurements.inputs.values[column] }
        let found = values.reduce(0, +) / Double(values.count)
        let spread = (values.reduce(0) { $0 + ($1 - found) * ($1 - found) } / Double(values.count)).squareRoot()
        #expect(abs(found - mean) < 0.06 * sd)
        #expect(abs(spread / sd - 1) < 0.2, "\(spread)")
    }

    @Test func `There are 74 measurements that agree with each other`() throws {
        #expect(AdmissionMeasurements.names.count == 74 && Set(AdmissionMeasurements.names).count == 74)
        let names = AdmissionMeasurements.names
        func value(_ name: String, _ values: [Double]) throws -> Double {
            values[try #require(names.firstIndex(of: name))]
        }
        for admission in Self.admissions.prefix(2000) {
            let values = admission.measurements.values
            #expect(values.count == 74 && values.allSatisfy { $0.isFinite && $0 >= 0 })
            let diseases = try [
                "Malignancy", "COPD", "Hypertension", "Diabetes", "Coronary.disease", "Cerebrovascular.disease",
                "Chronic.kidney.disease", "Hepatitis.B", "Immunodeficiency",
            ].reduce(0) { $0 + (try value($1, values)) }
            #expect(try diseases == value("Number.of.comorbidities", values))
            let neutrophils = try value("NLR", values) * value("Lymphocytes", values)
            #expect(try abs(neutrophils - value("Neutrophils", values)) < 0.0051)
            #expect(try value("Total.bilirubin", values) > value("Direct.bilirubin", values))
        }
    }

    @Test func `About eight of a hundred fall critically ill within 30 days, most of them early`() throws {
        let share = Double(Self.followUp.events.count { $0 }) / 20_000
        #expect((0.07...0.09).contains(share), "\(share)")
        // The published baseline hazard, Nat Commun 2020;11:3543: 0.03552347, 0.04164459 and 0.04840961.
        let whole = CriticalIllnessHazard.baseline(at: 30)
        #expect(abs(CriticalIllnessHazard.baseline(at: 5) / whole - 0.03552347 / 0.04840961) < 0.01)
        #expect(abs(CriticalIllnessHazard.baseline(at: 10) / whole - 0.04164459 / 0.04840961) < 0.02)
        for admission in Self.admissions {
            let course = admission.course
            #expect((0.1...30).contains(course.days) && (course.days * 10).rounded() / 10 == course.days)
            #expect((course.ending == .endOfFollowUp) == (course.days == 30 && !course.isCritical) || course.days == 30)
        }
        #expect(Set(Self.admissions.map(\.course.ending)) == Set(AdmissionCourse.Ending.allCases))
    }

    /// The model that generates the courses, found again from the courses: a slope of 1 and the baseline it states.
    @Test func `Hazards are proportional to the true predictor`() throws {
        let data = CoxData(Self.followUp, covariates: Self.admissions.map { [$0.truePredictor] })
        let model = try CoxModel.fit(data).get()
        let slope = model.coefficients[0]
        #expect(abs(slope.value - 1) < 3 * slope.standardError, "\(slope)")
        // What each patient's hazard came to while watched, summed, is how many events there were. Days are rounded up to
        // tenths, which with hazards as steep as on the first day is not little: the middle of the tenth is taken.
        let expected = Self.admissions.reduce(0) {
            $0 + CriticalIllnessHazard.baseline(at: $1.course.days - 0.05) * exp($1.truePredictor)
        }
        let ratio = Double(model.events) / expected
        #expect((0.92...1.08).contains(ratio), "\(ratio)")
    }

    @Test func `Stays know nothing of the risk`() throws {
        let stays = FollowUp(times: Self.followUp.times, events: Self.admissions.map { $0.course.ending == .discharge })
        let model = try CoxModel.fit(CoxData(stays, covariates: Self.admissions.map { [$0.truePredictor] })).get()
        #expect(abs(model.coefficients[0].z) < 3.5, "\(model.coefficients[0])")
    }

    @Test func `The truth is not linear`() throws {
        let linear = try CoxModel.fit(
            CoxData(Self.followUp, covariates: Self.admissions.map(\.measurements.inputs.values))
        ).get()
        let truth = try #require(
            Concordance.harrell(Self.followUp, risk: Self.admissions.map(\.truePredictor)).estimate.point
        )
        let reached = try #require(linear.concordance.estimate.point)
        #expect((0.90...0.93).contains(truth), "\(truth)")
        #expect(truth - reached > 0.013, "\(truth) against \(reached)")
    }
}
