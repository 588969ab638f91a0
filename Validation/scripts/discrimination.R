# Cases of discrimination, by pROC.   cd Validation/scripts && Rscript discrimination.R
suppressMessages(library(pROC))
source("cases.R")

patients <- function(seed, n, prevalence, shift, digits) {
  set.seed(seed)
  labels <- c(1, 1, 0, 0, rbinom(n - 4, 1, prevalence))
  risk <- rnorm(n) + shift * labels
  list(labels = labels, scores = round(plogis(risk), digits), others = round(0.5 * risk + rnorm(n), digits))
}

curve <- function(labels, scores) roc(labels, scores, levels = c(0, 1), direction = "<", quiet = TRUE)
null_limits <- interval(NULL, NULL)

delong <- function(labels, scores, conf) {
  r <- curve(labels, scores); n1 <- sum(labels == 1); n0 <- sum(labels == 0); a <- as.numeric(auc(r))
  z <- qnorm(1 - (1 - conf) / 2)
  error <- sqrt(var(r, method = "delong"))
  wald <- as.numeric(ci.auc(r, method = "delong", conf.level = conf))[c(1, 3)]
  logit <- if (error > 0 && a < 1) plogis(qlogis(a) + c(-1, 1) * z * error / (a * (1 - a)))
  q1 <- a / (2 - a); q2 <- 2 * a^2 / (1 + a)
  statistic <- if (error > 0) (a - 0.5) / error
  members(n_pos = n1, n_neg = n0, auc = a, se = error, ci_wald = interval(wald[1], wald[2]),
          ci_logit = interval(logit[1], logit[2]),
          hanley_mcneil_se = sqrt((a * (1 - a) + (n1 - 1) * (q1 - a^2) + (n0 - 1) * (q2 - a^2)) / (n1 * n0)),
          u = as.numeric(suppressWarnings(wilcox.test(scores[labels == 1], scores[labels == 0])$statistic)),
          z_vs_half = statistic, p_vs_half = if (error > 0) 2 * pnorm(-abs(statistic)))
}

delong_case <- function(id, tag, data, conf = 0.95)
  case(id, tag, list(labels = many(data$labels), scores = many(data$scores), conf = conf),
       delong(data$labels, data$scores, conf), keys = list(p_vs_half = list(rel = 1e-6, abs = 1e-14)))

one_case <- list(labels = c(0, 1, 0, 0), scores = c(1, 2, 3, 2))
write_cases("auroc_delong", "Area under the ROC curve with DeLong's interval",
  "The area under the ROC curve has DeLong's interval, with ties counted one half and the direction declared.",
  paste("pROC", packageVersion("pROC"), "var, ci.auc(method = \"delong\"); wilcox.test"), list(
    delong_case("continuous", "typical", patients(1, 120, 0.3, 1, 12)),
    delong_case("rounded", "typical", patients(2, 200, 0.2, 1.2, 2)),
    delong_case("five-values", "typical", patients(3, 90, 0.4, 0.8, 0)),
    delong_case("rare-level-0.9", "extreme", patients(4, 500, 0.03, 1.5, 4), 0.9),
    delong_case("worse-than-chance", "typical", patients(5, 60, 0.5, -0.7, 3)),
    delong_case("small", "small", patients(6, 9, 0.5, 1, 3)),
    delong_case("separated", "degenerate", list(labels = c(0, 0, 0, 1, 1), scores = c(1, 2, 3, 4, 5))),
    case("single-case", "degenerate", list(labels = many(one_case$labels), scores = many(one_case$scores)), members(
      n_pos = 1, n_neg = 3, auc = as.numeric(auc(curve(one_case$labels, one_case$scores))), se = NULL,
      ci_wald = null_limits, ci_logit = null_limits, u = 1.5, z_vs_half = NULL, p_vs_half = NULL)),
    case("one-class", "degenerate", list(labels = many(c(1, 1)), scores = many(c(0.2, 0.3))), members(
      n_pos = 2, n_neg = 0, auc = NULL, se = NULL, hanley_mcneil_se = NULL, u = NULL))))

paired_case <- function(id, tag, data, conf = 0.95) {
  one <- curve(data$labels, data$scores); other <- curve(data$labels, data$others)
  test <- roc.test(one, other, method = "delong", paired = TRUE)
  a <- as.numeric(auc(one)); b <- as.numeric(auc(other))
  v <- c(var(one), var(other), cov(one, other)); error <- sqrt(v[1] + v[2] - 2 * v[3])
  half <- qnorm(1 - (1 - conf) / 2) * error
  case(id, tag,
       list(labels = many(data$labels), scores1 = many(data$scores), scores2 = many(data$others), conf = conf),
       list(auc1 = a, auc2 = b, difference = a - b, var1 = v[1], var2 = v[2], cov = v[3], se = error,
            z = as.numeric(test$statistic), p = test$p.value, lower = a - b - half, upper = a - b + half),
       keys = loose_p)
}

same <- patients(15, 40, 0.4, 1, 2)
write_cases("auroc_paired_delong", "Areas of two scores in the same patients",
  "Two scores in the same patients are compared with the covariance that the same patients bring.",
  paste("pROC", packageVersion("pROC"), "roc.test(method = \"delong\", paired = TRUE), var, cov"), list(
    paired_case("continuous", "typical", patients(11, 120, 0.3, 1, 10)),
    paired_case("rounded", "typical", patients(12, 200, 0.2, 1.2, 1)),
    paired_case("level-0.99", "typical", patients(13, 150, 0.5, 0.6, 4), 0.99),
    paired_case("small", "small", patients(14, 14, 0.5, 1, 3)),
    case("identical-order", "degenerate",
         list(labels = many(same$labels), scores1 = many(same$scores), scores2 = many(10 * same$scores - 3)),
         members(auc1 = as.numeric(auc(curve(same$labels, same$scores))), difference = 0, se = 0, z = NULL, p = NULL,
                 lower = 0, upper = 0)),
    case("one-class", "degenerate", list(labels = many(c(0, 0)), scores1 = many(c(1, 2)), scores2 = many(c(2, 1))),
         members(auc1 = NULL, auc2 = NULL, difference = NULL, cov = NULL, z = NULL))))

# pROC's thresholds lie between the scores; the rule "score >= threshold" at the scores themselves gives the same points.
cut_points <- function(labels, scores, spec, sens, range) {
  r <- curve(labels, scores); thresholds <- sort(unique(scores), decreasing = TRUE)
  at <- coords(r, thresholds, ret = c("sensitivity", "specificity"), transpose = FALSE)
  index <- at$sensitivity + at$specificity - 1
  best <- which(index > max(index) - 1e-12)
  distance <- (1 - at$sensitivity)^2 + (1 - at$specificity)^2
  partial <- function(correct)
    as.numeric(auc(r, partial.auc = range, partial.auc.focus = "specificity", partial.auc.correct = correct))
  corrected <- suppressWarnings(partial(TRUE))
  list(thresholds = many(thresholds), sensitivity = many(at$sensitivity), specificity = many(at$specificity),
       youden = max(index), youden_thresholds = many(thresholds[best]),
       youden_sensitivity = many(at$sensitivity[best]), youden_specificity = many(at$specificity[best]),
       closest_topleft_thresholds = many(thresholds[distance < min(distance) + 1e-12]),
       sensitivity_at_spec = max(0, at$sensitivity[at$specificity > spec - 1e-12]),
       specificity_at_sens = max(at$specificity[at$sensitivity > sens - 1e-12]),
       partial_auc = partial(FALSE), partial_auc_mcclish = corrected)
}

curve_case <- function(id, tag, data, spec = 0.9, sens = 0.9, range = c(0.9, 1))
  case(id, tag, list(labels = many(data$labels), scores = many(data$scores), target_spec = spec, target_sens = sens,
                     partial_spec = many(range)), cut_points(data$labels, data$scores, spec, sens, range))

write_cases("roc_curve_cutoffs", "ROC curve and cut points",
  "The curve has a point at every observed score, and every cut point that ties for the optimum is named.",
  paste("pROC", packageVersion("pROC"), "coords, auc(partial.auc = )"), list(
    curve_case("continuous", "typical", patients(21, 60, 0.4, 1, 4)),
    curve_case("rounded", "typical", patients(22, 150, 0.3, 1.2, 1)),
    curve_case("middle-range", "typical", patients(23, 80, 0.5, 1, 2), 0.75, 0.6, c(0.35, 0.8)),
    curve_case("targets-at-the-edge", "typical",
               list(labels = rep(c(0, 1), each = 10), scores = c(1:10, 1:10 + 0.5)), 0.7, 0.3, c(0, 1)),
    curve_case("tied-optimum", "extreme",
               list(labels = rep(c(1, 0), each = 10), scores = c(3, 3, 3, 3, 2, 2, 2, 2, 2, 1, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1))),
    curve_case("below-the-diagonal", "degenerate", list(labels = c(1, 1, 0, 0, 0), scores = c(1, 2, 3, 2.5, 4))),
    case("one-class", "degenerate", list(labels = many(c(1, 1)), scores = many(c(0.2, 0.3))),
         members(thresholds = many(numeric()), sensitivity = many(numeric()), youden = NULL, partial_auc = NULL))))
