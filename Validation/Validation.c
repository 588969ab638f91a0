#include "Validation.h"

static const unsigned char auprc_json[] = {
#embed "cases/auprc.json"
};

static const unsigned char auroc_bootstrap_json[] = {
#embed "cases/auroc_bootstrap.json"
};

static const unsigned char auroc_delong_json[] = {
#embed "cases/auroc_delong.json"
};

static const unsigned char auroc_paired_delong_json[] = {
#embed "cases/auroc_paired_delong.json"
};

static const unsigned char baseline_table_json[] = {
#embed "cases/baseline_table.json"
};

static const unsigned char bayes_predictive_values_json[] = {
#embed "cases/bayes_predictive_values.json"
};

static const unsigned char begg_greenes_json[] = {
#embed "cases/begg_greenes.json"
};

static const unsigned char binomial_ci_json[] = {
#embed "cases/binomial_ci.json"
};

static const unsigned char binomial_test_json[] = {
#embed "cases/binomial_test.json"
};

static const unsigned char bland_altman_ccc_json[] = {
#embed "cases/bland_altman_ccc.json"
};

static const unsigned char calibration_json[] = {
#embed "cases/calibration.json"
};

static const unsigned char concordance_json[] = {
#embed "cases/concordance.json"
};

static const unsigned char conditional_power_json[] = {
#embed "cases/conditional_power.json"
};

static const unsigned char confusion_metrics_json[] = {
#embed "cases/confusion_metrics.json"
};

static const unsigned char continuous_summary_json[] = {
#embed "cases/continuous_summary.json"
};

static const unsigned char corrected_accuracy_bootstrap_json[] = {
#embed "cases/corrected_accuracy_bootstrap.json"
};

static const unsigned char cox_ph_json[] = {
#embed "cases/cox_ph.json"
};

static const unsigned char cumulative_incidence_json[] = {
#embed "cases/cumulative_incidence.json"
};

static const unsigned char decision_curve_json[] = {
#embed "cases/decision_curve.json"
};

static const unsigned char display_format_json[] = {
#embed "cases/display_format.json"
};

static const unsigned char enrollment_projection_json[] = {
#embed "cases/enrollment_projection.json"
};

static const unsigned char group_comparison_json[] = {
#embed "cases/group_comparison.json"
};

static const unsigned char group_sequential_json[] = {
#embed "cases/group_sequential.json"
};

static const unsigned char hosmer_lemeshow_json[] = {
#embed "cases/hosmer_lemeshow.json"
};

static const unsigned char icc_json[] = {
#embed "cases/icc.json"
};

static const unsigned char ipw_accuracy_json[] = {
#embed "cases/ipw_accuracy.json"
};

static const unsigned char kaplan_meier_json[] = {
#embed "cases/kaplan_meier.json"
};

static const unsigned char kappa_cohen_json[] = {
#embed "cases/kappa_cohen.json"
};

static const unsigned char kappa_fleiss_json[] = {
#embed "cases/kappa_fleiss.json"
};

static const unsigned char logistic_regression_json[] = {
#embed "cases/logistic_regression.json"
};

static const unsigned char logrank_json[] = {
#embed "cases/logrank.json"
};

static const unsigned char missing_outcome_sensitivity_json[] = {
#embed "cases/missing_outcome_sensitivity.json"
};

static const unsigned char multiplicity_json[] = {
#embed "cases/multiplicity.json"
};

static const unsigned char nri_idi_json[] = {
#embed "cases/nri_idi.json"
};

static const unsigned char paired_binary_json[] = {
#embed "cases/paired_binary.json"
};

static const unsigned char paired_diagnostic_json[] = {
#embed "cases/paired_diagnostic.json"
};

static const unsigned char reader_study_json[] = {
#embed "cases/reader_study.json"
};

static const unsigned char rng_bootstrap_json[] = {
#embed "cases/rng_bootstrap.json"
};

static const unsigned char roc_curve_cutoffs_json[] = {
#embed "cases/roc_curve_cutoffs.json"
};

static const unsigned char rubin_pooling_json[] = {
#embed "cases/rubin_pooling.json"
};

static const unsigned char rxc_tests_json[] = {
#embed "cases/rxc_tests.json"
};

static const unsigned char sample_size_other_json[] = {
#embed "cases/sample_size_other.json"
};

static const unsigned char sample_size_precision_json[] = {
#embed "cases/sample_size_precision.json"
};

static const unsigned char sample_size_two_proportions_json[] = {
#embed "cases/sample_size_two_proportions.json"
};

static const unsigned char special_functions_json[] = {
#embed "cases/special_functions.json"
};

static const unsigned char stard_flow_json[] = {
#embed "cases/stard_flow.json"
};

static const unsigned char stratified_2x2_json[] = {
#embed "cases/stratified_2x2.json"
};

static const unsigned char subgroup_interaction_json[] = {
#embed "cases/subgroup_interaction.json"
};

static const unsigned char survival_brier_json[] = {
#embed "cases/survival_brier.json"
};

static const unsigned char survival_calibration_json[] = {
#embed "cases/survival_calibration.json"
};

static const unsigned char survival_difference_json[] = {
#embed "cases/survival_difference.json"
};

static const unsigned char tier_yield_json[] = {
#embed "cases/tier_yield.json"
};

static const unsigned char time_dependent_auc_json[] = {
#embed "cases/time_dependent_auc.json"
};

static const unsigned char time_to_echo_json[] = {
#embed "cases/time_to_echo.json"
};

static const unsigned char two_proportions_json[] = {
#embed "cases/two_proportions.json"
};

static const unsigned char weighted_auroc_json[] = {
#embed "cases/weighted_auroc.json"
};

// A new file of cases gets an array above and a line here; a test compares this list with the folder.
static const EmbeddedFile files[] = {
    {"auprc.json", auprc_json, sizeof auprc_json},
    {"auroc_bootstrap.json", auroc_bootstrap_json, sizeof auroc_bootstrap_json},
    {"auroc_delong.json", auroc_delong_json, sizeof auroc_delong_json},
    {"auroc_paired_delong.json", auroc_paired_delong_json, sizeof auroc_paired_delong_json},
    {"baseline_table.json", baseline_table_json, sizeof baseline_table_json},
    {"bayes_predictive_values.json", bayes_predictive_values_json, sizeof bayes_predictive_values_json},
    {"begg_greenes.json", begg_greenes_json, sizeof begg_greenes_json},
    {"binomial_ci.json", binomial_ci_json, sizeof binomial_ci_json},
    {"binomial_test.json", binomial_test_json, sizeof binomial_test_json},
    {"bland_altman_ccc.json", bland_altman_ccc_json, sizeof bland_altman_ccc_json},
    {"calibration.json", calibration_json, sizeof calibration_json},
    {"concordance.json", concordance_json, sizeof concordance_json},
    {"conditional_power.json", conditional_power_json, sizeof conditional_power_json},
    {"confusion_metrics.json", confusion_metrics_json, sizeof confusion_metrics_json},
    {"continuous_summary.json", continuous_summary_json, sizeof continuous_summary_json},
    {"corrected_accuracy_bootstrap.json", corrected_accuracy_bootstrap_json, sizeof corrected_accuracy_bootstrap_json},
    {"cox_ph.json", cox_ph_json, sizeof cox_ph_json},
    {"cumulative_incidence.json", cumulative_incidence_json, sizeof cumulative_incidence_json},
    {"decision_curve.json", decision_curve_json, sizeof decision_curve_json},
    {"display_format.json", display_format_json, sizeof display_format_json},
    {"enrollment_projection.json", enrollment_projection_json, sizeof enrollment_projection_json},
    {"group_comparison.json", group_comparison_json, sizeof group_comparison_json},
    {"group_sequential.json", group_sequential_json, sizeof group_sequential_json},
    {"hosmer_lemeshow.json", hosmer_lemeshow_json, sizeof hosmer_lemeshow_json},
    {"icc.json", icc_json, sizeof icc_json},
    {"ipw_accuracy.json", ipw_accuracy_json, sizeof ipw_accuracy_json},
    {"kaplan_meier.json", kaplan_meier_json, sizeof kaplan_meier_json},
    {"kappa_cohen.json", kappa_cohen_json, sizeof kappa_cohen_json},
    {"kappa_fleiss.json", kappa_fleiss_json, sizeof kappa_fleiss_json},
    {"logistic_regression.json", logistic_regression_json, sizeof logistic_regression_json},
    {"logrank.json", logrank_json, sizeof logrank_json},
    {"missing_outcome_sensitivity.json", missing_outcome_sensitivity_json, sizeof missing_outcome_sensitivity_json},
    {"multiplicity.json", multiplicity_json, sizeof multiplicity_json},
    {"nri_idi.json", nri_idi_json, sizeof nri_idi_json},
    {"paired_binary.json", paired_binary_json, sizeof paired_binary_json},
    {"paired_diagnostic.json", paired_diagnostic_json, sizeof paired_diagnostic_json},
    {"reader_study.json", reader_study_json, sizeof reader_study_json},
    {"rng_bootstrap.json", rng_bootstrap_json, sizeof rng_bootstrap_json},
    {"roc_curve_cutoffs.json", roc_curve_cutoffs_json, sizeof roc_curve_cutoffs_json},
    {"rubin_pooling.json", rubin_pooling_json, sizeof rubin_pooling_json},
    {"rxc_tests.json", rxc_tests_json, sizeof rxc_tests_json},
    {"sample_size_other.json", sample_size_other_json, sizeof sample_size_other_json},
    {"sample_size_precision.json", sample_size_precision_json, sizeof sample_size_precision_json},
    {"sample_size_two_proportions.json", sample_size_two_proportions_json, sizeof sample_size_two_proportions_json},
    {"special_functions.json", special_functions_json, sizeof special_functions_json},
    {"stard_flow.json", stard_flow_json, sizeof stard_flow_json},
    {"stratified_2x2.json", stratified_2x2_json, sizeof stratified_2x2_json},
    {"subgroup_interaction.json", subgroup_interaction_json, sizeof subgroup_interaction_json},
    {"survival_brier.json", survival_brier_json, sizeof survival_brier_json},
    {"survival_calibration.json", survival_calibration_json, sizeof survival_calibration_json},
    {"survival_difference.json", survival_difference_json, sizeof survival_difference_json},
    {"tier_yield.json", tier_yield_json, sizeof tier_yield_json},
    {"time_dependent_auc.json", time_dependent_auc_json, sizeof time_dependent_auc_json},
    {"time_to_echo.json", time_to_echo_json, sizeof time_to_echo_json},
    {"two_proportions.json", two_proportions_json, sizeof two_proportions_json},
    {"weighted_auroc.json", weighted_auroc_json, sizeof weighted_auroc_json},
};

EmbeddedShelf validation_shelf(void) {
    return (EmbeddedShelf){files, sizeof files / sizeof files[0]};
}
