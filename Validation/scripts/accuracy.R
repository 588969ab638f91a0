# Cases of accuracy: a table, corrected in closed form, weighted.   cd Validation/scripts && Rscript accuracy.R
suppressMessages({library(epiR); library(survey)})
source("cases.R")

share <- function(x, n, conf) {
  if (n == 0) return(members(estimate = NULL, wilson = interval(NULL, NULL), clopper_pearson = interval(NULL, NULL)))
  wilson <- suppressWarnings(prop.test(x, n, conf.level = conf, correct = FALSE)$conf.int)
  exact <- binom.test(x, n, conf.level = conf)$conf.int
  list(estimate = x / n, wilson = interval(wilson[1], wilson[2]), clopper_pearson = interval(exact[1], exact[2]))
}

limits <- function(row) members(estimate = row$est, lower = row$lower, upper = row$upper)

# Likelihood ratios and odds ratio from epi.tests, which needs counts in all cells; the rest from base R.
table_case <- function(id, tag, tp, fp, fn, tn, conf = 0.95) {
  n1 <- tp + fn; n0 <- fp + tn; z <- qnorm(1 - (1 - conf) / 2)
  detail <- epi.tests(as.table(matrix(c(tp, fp, fn, tn), 2, byrow = TRUE)), conf.level = conf)$detail
  from <- function(name) limits(detail[detail$statistic == name, ])
  test <- rep(c(1, 0), c(tp + fp, fn + tn)); truth <- rep(c(1, 0, 1, 0), c(tp, fp, fn, tn))
  half <- suppressWarnings(glm(cbind(c(tp, fp) + 0.5, c(fn, tn) + 0.5) ~ c(1, 0), family = binomial,
                               control = glm.control(epsilon = 1e-12, maxit = 100)))  # warns of half patients
  odds <- coef(half)[[2]]; error <- sqrt(sum(1 / (c(tp, fp, fn, tn) + 0.5)))
  youden <- tp / n1 + tn / n0 - 1
  width <- z * sqrt(tp * fn / n1^3 + fp * tn / n0^3)
  case(id, tag, list(tp = tp, fp = fp, fn = fn, tn = tn, conf = conf), list(
    n = n1 + n0, prevalence = share(n1, n1 + n0, conf), apparent_prevalence = share(tp + fp, n1 + n0, conf),
    sensitivity = share(tp, n1, conf), specificity = share(tn, n0, conf), ppv = share(tp, tp + fp, conf),
    npv = share(tn, fn + tn, conf), accuracy = share(tp + tn, n1 + n0, conf),
    balanced_accuracy = (tp / n1 + tn / n0) / 2, f1 = 2 / (1 / (tp / n1) + 1 / (tp / (tp + fp))),
    mcc = cor(test, truth), fdr = 1 - tp / (tp + fp), false_omission_rate = 1 - tn / (fn + tn),
    youden = list(estimate = youden, lower = youden - width, upper = youden + width),
    lr_positive = from("lr.pos"), lr_negative = from("lr.neg"), dor = from("diag.or"),
    dor_haldane = list(estimate = exp(odds), lower = exp(odds - z * error), upper = exp(odds + z * error))))
}

none <- members(estimate = NULL, lower = NULL, upper = NULL)
no_share <- share(0, 0, 0.95)
write_cases("confusion_metrics", "Accuracy of a binary test",
  "A test is judged against the truth with every usual measure and its interval, also where cells are empty.",
  paste("epiR", packageVersion("epiR"), "epi.tests; stats prop.test, binom.test, cor, glm"), list(
    table_case("typical", "typical", 31, 12, 9, 88),
    table_case("small", "small", 2, 1, 3, 4),
    table_case("level-0.9", "typical", 123, 45, 67, 890, 0.9),
    table_case("large", "extreme", 7310, 150, 45, 60250),
    case("nobody-positive", "degenerate", list(tp = 0, fp = 0, fn = 6, tn = 14), members(
      n = 20, sensitivity = share(0, 6, 0.95), specificity = share(14, 14, 0.95), ppv = no_share,
      npv = share(14, 20, 0.95), mcc = NULL, fdr = NULL, f1 = 0, lr_positive = none,
      lr_negative = list(estimate = 1, lower = 1, upper = 1), dor = none)),
    case("nobody-ill", "degenerate", list(tp = 0, fp = 2, fn = 0, tn = 9), members(
      n = 11, prevalence = share(0, 11, 0.95), sensitivity = no_share, specificity = share(9, 11, 0.95),
      balanced_accuracy = NULL, youden = none, lr_positive = none, lr_negative = none)),
    case("no-false-alarm", "degenerate", list(tp = 5, fp = 0, fn = 2, tn = 9), list(
      lr_positive = members(estimate = Inf, lower = NULL, upper = NULL),
      dor = members(estimate = Inf, lower = NULL, upper = NULL)))))

# Begg-Greenes: R's symbolic derivatives of the ratio, times the covariance of tier shares and rates.
corrected <- function(tiers, conf) {
  p <- with(tiers, N / sum(N)); theta <- with(tiers, x / n); k <- nrow(tiers); z <- qnorm(1 - (1 - conf) / 2)
  total <- function(weight) paste(ifelse(weight == "", "0", weight), collapse = "+")
  sick <- sprintf("p%d*t%d", 1:k, 1:k); well <- sprintf("p%d*(1-t%d)", 1:k, 1:k); all <- sprintf("p%d", 1:k)
  called <- tiers$test_positive
  only <- function(terms, keep) total(ifelse(keep, terms, ""))
  ratios <- list(prevalence = c(total(sick), total(all)), sensitivity = c(only(sick, called), total(sick)),
                 specificity = c(only(well, !called), total(well)), ppv = c(only(sick, called), only(all, called)),
                 npv = c(only(well, !called), only(all, !called)))
  values <- c(setNames(as.list(p), all), setNames(as.list(theta), sprintf("t%d", 1:k)))
  verified <- diag(theta * (1 - theta) / tiers$n, k)
  sizes <- (diag(p, k) - outer(p, p)) / sum(tiers$N)
  lapply(ratios, function(ratio) {
    found <- eval(deriv(parse(text = sprintf("(%s)/(%s)", ratio[1], ratio[2])), names(values)), values)
    slope <- attr(found, "gradient")[1, ]
    fixed <- sum((slope[-(1:k)] %*% verified) * slope[-(1:k)])
    value <- as.numeric(found); error <- sqrt(fixed + sum((slope[1:k] %*% sizes) * slope[1:k]))
    logit <- plogis(qlogis(value) + c(-1, 1) * z * error / (value * (1 - value)))
    list(estimate = value, se_fixed_tier_sizes = sqrt(fixed), se = error, logit_ci = interval(logit[1], logit[2]),
         wald_ci = interval(max(0, value - z * error), min(1, value + z * error)))
  })
}

rows <- function(tiers) lapply(seq_len(nrow(tiers)), function(i) as.list(tiers[i, ]))
frame <- function(N, n, x, positive, names = c("high", "mid", "low")[seq_along(N)])
  data.frame(tier = names, N = N, n = n, x = x, test_positive = positive, stringsAsFactors = FALSE)
tier_case <- function(id, tag, tiers, conf = 0.95)
  case(id, tag, list(tiers = rows(tiers), conf = conf), c(list(identifiable = TRUE), corrected(tiers, conf)))

nothing <- members(estimate = NULL, se = NULL, se_fixed_tier_sizes = NULL, logit_ci = interval(NULL, NULL))
by_name <- frame(c(700, 3100, 9000), c(310, 250, 120), c(160, 30, 3), c(TRUE, TRUE, FALSE))
write_cases("begg_greenes", "Accuracy corrected for verification by tier",
  "Accuracy is brought back to the whole frame when tiers were verified at different rates.",
  "stats deriv and the delta method; closed form of Begg and Greenes 1983", list(
    tier_case("three-tiers", "typical", frame(c(820, 2410, 9130), c(402, 318, 205), c(233, 51, 7), c(TRUE, FALSE, FALSE))),
    tier_case("two-positive", "typical", by_name),
    case("positive-by-name", "typical",
         list(tiers = rows(by_name[, c("tier", "N", "n", "x")]), positive = many(c("high", "mid")), conf = 0.9),
         c(list(identifiable = TRUE), corrected(by_name, 0.9))),
    tier_case("small", "small", frame(c(12, 30), c(6, 5), c(4, 1), c(TRUE, FALSE))),
    tier_case("all-verified", "typical", frame(c(70, 50), c(70, 50), c(41, 9), c(TRUE, FALSE))),
    tier_case("whole-country", "extreme", frame(c(4e4, 5e5, 6e7), c(3500, 2600, 1900), c(2400, 510, 4), c(TRUE, FALSE, FALSE))),
    case("unverified-tier", "degenerate", list(tiers = rows(frame(c(90, 210), c(40, 0), c(22, 0), c(TRUE, FALSE)))),
         list(identifiable = FALSE, sensitivity = nothing, specificity = nothing, ppv = nothing, npv = nothing))))

# Weighted by the inverse chance of verification: survey::svyratio.
ipw <- function(data, conf) {
  z <- qnorm(1 - (1 - conf) / 2); seen <- data[!is.na(data$disease), ]
  seen$w <- 1 / seen$p_verify; seen$one <- 1
  seen <- within(seen, {
    both <- test * disease; neither <- (1 - test) * (1 - disease); healthy <- 1 - disease; negative <- 1 - test
  })
  plain <- svydesign(ids = ~1, weights = ~w, data = seen)
  options(survey.lonely.psu = "certainty")
  tiers <- svydesign(ids = ~1, weights = ~w, strata = ~tier, data = seen)
  ratio <- function(top, bottom) {
    found <- svyratio(top, bottom, plain)
    value <- coef(found)[[1]]; error <- SE(found)[[1]]
    logit <- if (value > 0 && value < 1) plogis(qlogis(value) + c(-1, 1) * z * error / (value * (1 - value)))
    members(estimate = value, se = error, se_stratified = SE(svyratio(top, bottom, tiers))[[1]],
            logit_ci = interval(logit[1], logit[2]))
  }
  list(n_verified = nrow(seen), weighted_total = sum(seen$w), prevalence = ratio(~disease, ~one),
       sensitivity = ratio(~both, ~disease), specificity = ratio(~neither, ~healthy), ppv = ratio(~both, ~test),
       npv = ratio(~neither, ~negative))
}

cohort <- function(n, seed, chances, rates) {
  set.seed(seed)
  tier <- sample(0:2, n, TRUE, c(0.6, 0.3, 0.1))
  test <- rbinom(n, 1, c(0.1, 0.4, 0.9)[tier + 1])
  disease <- rbinom(n, 1, pmin(1, rates[tier + 1] + 0.1 * test))
  seen <- rbinom(n, 1, chances[tier + 1]) == 1
  data.frame(tier = tier, test = test, disease = ifelse(seen, disease, NA), p_verify = chances[tier + 1])
}

patient_case <- function(id, tag, data, conf = 0.95)
  case(id, tag, list(tier = many(data$tier), test = many(data$test), disease = many(data$disease),
                     p_verify = many(data$p_verify), conf = conf), ipw(data, conf))

varying <- cohort(150, 4, c(0.3, 0.5, 0.8), c(0.1, 0.3, 0.6))
varying$p_verify <- round(runif(150, 0.2, 1), 3)
write_cases("ipw_accuracy", "Accuracy weighted by the inverse chance of verification",
  "Each verified patient stands for as many as were passed over, with a standard error that knows it.",
  paste("survey", packageVersion("survey"), "svydesign, svyratio"), list(
    patient_case("typical", "typical", cohort(300, 1, c(0.15, 0.4, 0.8), c(0.05, 0.2, 0.6))),
    patient_case("level-0.9", "typical", cohort(200, 2, c(0.25, 0.5, 1), c(0.1, 0.3, 0.7)), 0.9),
    patient_case("small", "small", cohort(45, 3, c(0.4, 0.6, 0.9), c(0.2, 0.4, 0.6))),
    patient_case("varying-within-tiers", "typical", varying),
    patient_case("steep", "extreme", cohort(400, 5, c(0.02, 0.3, 0.95), c(0.05, 0.2, 0.6))),
    case("nobody-verified", "degenerate",
         list(tier = many(c("a", "b")), test = many(c(1, 0)), disease = many(c(NA, NA)), p_verify = many(c(0.5, 0.1))),
         members(n_verified = 0, weighted_total = 0, prevalence = NULL, sensitivity = NULL, npv = NULL))))
