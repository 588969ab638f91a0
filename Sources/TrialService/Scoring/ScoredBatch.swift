package import TrialStore

/// A batch on its way through gate, preprocessing and network; no database in sight.
package struct ScoredBatch: Sendable {
    package var qualities: [AssessmentStore.QualityResult] = []
    package var assessments: [AssessmentStore.Assessment] = []
}
