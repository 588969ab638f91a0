# Cases of description, association, multiplicity and missing outcomes:  cd Validation/scripts && Rscript description.R
source("cases.R")
suppressMessages(library(mice))

# Doubles with all digits, as the tests compare digits.
p_keys <- list(p = list(rel = 1e-6, abs = 1e-14), fisher_p = list(rel = 1e-6, abs = 1e-14),
               p_two_sided = list(rel = 1e-6, abs = 1e-14), p_exact = list(rel = 1e-6, abs = 1e-14))

# ---- families of p-values

family <- function(id, tag, p) {
  adjusted <- function(method) many(p.adjust(p, method))
  case(id, tag, list(p = many(p)), list(
    bonferroni = adjusted("bonferroni"), holm = adjusted("holm"), hochberg = adjusted("hochberg"),
    hommel = adjusted("hommel"), bh = adjusted("BH"), by = adjusted("BY"),
    sidak = many(-expm1(length(p) * log1p(-p)))), rel = 1e-10, abs = 1e-300)
}
set.seed(514)
write_cases("multiplicity", "Multiplicity adjustment",
  "Adjusted p-values of a family agree with R's, whatever their order.", "stats::p.adjust", list(
  family("three tiers", "typical", c(0.031, 0.004, 0.22)),
  family("twelve", "typical", round(runif(12)^3, 5)),
  family("ties and ends", "degenerate", c(0, 1, 0.02, 0.02, 1)),
  family("one", "small", 0.047),
  family("far tail", "extreme", c(3e-290, 2e-9, 0.6, 0.04))))

# ---- one measurement

describe <- function(id, tag, x, probs = c(0, 0.1, 0.25, 0.5, 0.75, 0.9, 1), level = 0.95) {
  n <- length(x)
  t <- if (n > 1 && sd(x) > 0) t.test(x, conf.level = level)$conf.int else NULL
  case(id, tag, list(values = many(x), probs = many(probs), conf = level), members(
    n = n, mean = mean(x), sd = if (n > 1) sd(x), se = if (n > 1) sd(x) / sqrt(n), median = median(x),
    min = min(x), max = max(x),
    t_ci = if (is.null(t)) (if (n > 1) interval(mean(x), mean(x)) else interval(NA, NA)) else interval(t[1], t[2]),
    quantiles_type7 = many(unname(quantile(x, probs, type = 7))),
    quantiles_type2 = many(unname(quantile(x, probs, type = 2))),
    iqr_type7 = IQR(x), geometric_mean = if (all(x > 0)) exp(mean(log(x)))))
}
write_cases("continuous_summary", "Description of a continuous measurement",
  "Means, spreads and both kinds of quantiles of a measurement agree with R's.", "stats::quantile, t.test", list(
  describe("ages", "typical", round(rnorm(37, 67, 11), 1)),
  describe("skewed", "typical", round(rexp(24, 0.2), 3), level = 0.9),
  describe("with a zero", "degenerate", c(0, 4, 9, 1.5)),
  describe("one value", "degenerate", 12.5),
  describe("all equal", "degenerate", c(3, 3, 3)),
  describe("large offset", "extreme", 3e8 + round(rnorm(21), 3))))

# ---- several groups

jonckheere <- function(groups) {
  k <- length(groups)
  statistic <- 0
  for (i in seq_len(k - 1)) for (j in (i + 1):k)
    statistic <- statistic + sum(outer(groups[[i]], groups[[j]], "<") + 0.5 * outer(groups[[i]], groups[[j]], "=="))
  size <- as.numeric(lengths(groups)); n <- sum(size); ties <- as.numeric(table(unlist(groups)))
  a <- function(x) sum(x * (x - 1) * (2 * x + 5)); b <- function(x) sum(x * (x - 1) * (x - 2))
  variance <- (n * (n - 1) * (2 * n + 5) - a(size) - a(ties)) / 72 + b(size) * b(ties) / (36 * n * (n - 1) * (n - 2)) +
    sum(size * (size - 1)) * sum(ties * (ties - 1)) / (8 * n * (n - 1))
  z <- (statistic - (n^2 - sum(size^2)) / 4) / sqrt(variance)
  list(statistic = statistic, z = z, p_two_sided = 2 * pnorm(-abs(z)))
}
compare <- function(id, tag, groups, level = 0.95) {
  x <- unlist(groups); g <- factor(rep(seq_along(groups), lengths(groups)))
  kw <- kruskal.test(x, g); a <- anova(lm(x ~ g))
  several <- list(
    kruskal_wallis = list(statistic = unname(kw$statistic), df = unname(kw$parameter), p = kw$p.value),
    anova = list(statistic = a[["F value"]][1], df1 = a$Df[1], df2 = a$Df[2], p = a[["Pr(>F)"]][1]),
    jonckheere = jonckheere(groups))
  if (length(groups) == 2) several <- c(pair(groups[[1]], groups[[2]], level), several)
  case(id, tag, list(groups = lapply(groups, many), conf = level), several, rel = 1e-7, keys = p_keys)
}
pair <- function(x, y, level) {
  welch <- t.test(x, y, conf.level = level); student <- t.test(x, y, var.equal = TRUE)
  ties <- anyDuplicated(c(x, y)) > 0
  normal <- function(correct) wilcox.test(x, y, exact = FALSE, correct = correct)$p.value
  w <- unname(wilcox.test(x, y, exact = FALSE)$statistic)
  list(
    welch = list(statistic = unname(welch$statistic), df = unname(welch$parameter), p = welch$p.value,
                 difference = mean(x) - mean(y), lower = welch$conf.int[1], upper = welch$conf.int[2]),
    student = list(statistic = unname(student$statistic), df = unname(student$parameter), p = student$p.value),
    wilcoxon = members(w = w, p_exact = if (!ties) wilcox.test(x, y, exact = TRUE)$p.value,
                    p_normal_cc = normal(TRUE), p_normal = normal(FALSE), auc = w / (length(x) * length(y))),
    smd = (mean(x) - mean(y)) / sqrt((var(x) + var(y)) / 2))
}
set.seed(515)
write_cases("group_comparison", "Tests between tiers",
  "Tests of a measurement between tiers agree with R's, ties included.",
  "stats::t.test, wilcox.test, kruskal.test, anova(lm); Jonckheere-Terpstra by formula", list(
  compare("two tiers", "typical", list(round(rnorm(18, 61, 9), 2), round(rnorm(23, 66, 12), 2))),
  compare("tied", "typical", list(rpois(16, 2), rpois(21, 3)), 0.9),
  compare("three tiers", "typical", list(rpois(14, 2), rpois(25, 3), rpois(19, 3))),
  compare("small", "small", list(c(1.5, 7.25), c(3, 9.5, 11))),
  compare("sixty without ties", "extreme", list(rnorm(60), rnorm(55, 0.4))),
  case("all equal", "degenerate", list(groups = list(many(c(2, 2)), many(c(2, 2, 2)))), list(
    welch = list(statistic = NA, p = NA, difference = 0, lower = NA, upper = NA),
    wilcoxon = list(w = 3, p_exact = NA, p_normal = NA, auc = 0.5), smd = NA,
    kruskal_wallis = list(statistic = NA, df = 1, p = NA), anova = list(statistic = NA, p = NA)))))

# ---- tables

association <- function(id, tag, x, scores = seq_len(nrow(x)) - 1) {
  kept <- x[rowSums(x) > 0, colSums(x) > 0, drop = FALSE]
  pearson <- suppressWarnings(chisq.test(kept, correct = FALSE)); expected <- pearson$expected
  g <- 2 * sum(ifelse(kept > 0, kept * log(kept / expected), 0)); df <- unname(pearson$parameter)
  n <- sum(x)
  out <- list(
    n = n, pearson = list(statistic = unname(pearson$statistic), df = df, p = pearson$p.value),
    likelihood_ratio = list(statistic = g, df = df, p = pchisq(g, df, lower.tail = FALSE)),
    cramers_v = sqrt(unname(pearson$statistic) / n / (min(dim(kept)) - 1)), min_expected = min(expected),
    fraction_expected_lt5 = mean(expected < 5))
  if (n < 1000) out$fisher_p <- fisher.test(kept, workspace = 2e7)$p.value
  if (ncol(x) == 2) {
    trend <- suppressWarnings(prop.trend.test(x[, 1], rowSums(x), scores)); chisq <- unname(trend$statistic)
    out$cochran_armitage <- list(chisq = chisq, p_two_sided = trend$p.value)
    out$linear_by_linear <- list(chisq = chisq * (n - 1) / n, p = pchisq(chisq * (n - 1) / n, 1, lower.tail = FALSE))
    if (n < 1000) out$exact_trend <- exact_trend(x, scores)
  }
  case(id, tag, list(table = x, scores = many(scores)), out, rel = 1e-7, keys = p_keys)
}
# All tables with the margins, enumerated.
exact_trend <- function(x, scores) {
  size <- rowSums(x); m <- sum(x[, 1])
  counts <- as.matrix(expand.grid(lapply(size, function(s) 0:min(s, m))))
  counts <- counts[rowSums(counts) == m, , drop = FALSE]
  weight <- exp(rowSums(sapply(seq_along(size), function(i) lchoose(size[i], counts[, i]))) - lchoose(sum(size), m))
  sums <- drop(counts %*% scores); observed <- sum(x[, 1] * scores); mean <- sum(weight * sums)
  list(p_two_sided = sum(weight[abs(sums - mean) >= abs(observed - mean) - 1e-9]),
       p_increasing = sum(weight[sums >= observed - 1e-9]))
}
write_cases("rxc_tests", "Association and trend over all tiers",
  "Association and trend over tiers agree with R's tests and with all tables enumerated.",
  "stats::chisq.test, fisher.test, prop.trend.test; enumeration", list(
  association("three tiers", "typical", rbind(c(3, 24), c(11, 35), c(16, 20))),
  association("declared scores", "typical", rbind(c(4, 30), c(9, 26), c(14, 19)), c(0, 1.5, 4)),
  association("two tiers", "small", rbind(c(1, 6), c(5, 3))),
  association("an empty tier", "degenerate", rbind(c(2, 9), c(0, 0), c(8, 7))),
  association("three outcomes", "typical", rbind(c(9, 4, 2), c(6, 7, 5), c(1, 6, 11))),
  association("large", "extreme", rbind(c(40, 60000), c(150, 70000), c(800, 9000)), c(1, 2, 3)),
  case("one outcome", "degenerate", list(table = rbind(c(0, 4), c(0, 9))), list(
    pearson = list(statistic = NA, df = 0, p = NA), cramers_v = NA, fisher_p = 1,
    cochran_armitage = list(z = NA, p_two_sided = NA), exact_trend = list(p_two_sided = 1, p_increasing = 1)))))

# ---- predictive values

bayes <- function(id, tag, sens, spec, prev) {
  positive <- sens * prev + (1 - spec) * (1 - prev); negative <- spec * (1 - prev) + (1 - sens) * prev
  ppv <- if (positive > 0) sens * prev / positive else NA
  case(id, tag, list(sens = sens, spec = spec, prevalence = prev), list(
    ppv = ppv, npv = if (negative > 0) spec * (1 - prev) / negative else NA, nns = 1 / (sens * prev),
    nnt_positive = 1 / ppv))
}
write_cases("bayes_predictive_values", "Predictive values at another prevalence",
  "Predictive values at a declared prevalence follow from Bayes' theorem, or say why there are none.", "formula", list(
  bayes("clinic", "typical", 0.71, 0.82, 0.19),
  bayes("screening", "extreme", 0.93, 0.985, 0.0004),
  bayes("nobody diseased", "degenerate", 0.8, 0.9, 0),
  bayes("everybody positive", "degenerate", 1, 0, 0.3)))

# ---- missing outcomes

sensitivity <- function(id, tag, high, low, alpha = 0.05, level = 0.95) {
  fisher <- function(x1, n1, x2, n2) fisher.test(rbind(c(x1, n1 - x1), c(x2, n2 - x2)))$p.value
  N1 <- high[1] + high[3]; N2 <- low[1] + low[3]
  grid <- t(sapply(0:high[3], function(i) sapply(0:low[3], function(j) fisher(high[2] + i, N1, low[2] + j, N2))))
  if (low[3] == 0) grid <- t(grid)
  rates <- outer((high[2] + 0:high[3]) / N1, (low[2] + 0:low[3]) / N2, ">")
  significant <- grid < alpha & rates
  wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE, conf.level = level)$conf.int)
  group <- function(g) list(
    lower = g[2] / (g[1] + g[3]), upper = (g[2] + g[3]) / (g[1] + g[3]),
    complete_case = if (g[1] > 0) g[2] / g[1] else NA,
    wilson_lower_of_worst = wilson(g[2], g[1] + g[3])[1], wilson_upper_of_best = wilson(g[2] + g[3], g[1] + g[3])[2])
  frontier <- apply(significant, 1, function(row) if (all(row)) NA else which(!row)[1] - 1)
  named <- function(g) list(n = g[1], x = g[2], missing = g[3])
  case(id, tag, list(high = named(high), low = named(low), alpha = alpha, conf = level), list(
    complete_case_p = if (high[1] > 0 && low[1] > 0) fisher(high[2], high[1], low[2], low[1]) else NA,
    p_worst_for_contrast = grid[1, ncol(grid)], p_best_for_contrast = grid[nrow(grid), 1], p_grid = grid,
    scenarios = length(grid), scenarios_significant = sum(significant), tipping_frontier = many(frontier),
    high = group(high), low = group(low)), rel = 1e-7, keys = list(p_grid = list(rel = 1e-6, abs = 1e-14)))
}
write_cases("missing_outcome_sensitivity", "What unknown outcomes could change",
  "Bounds and the tipping frontier of a comparison follow from every filling of the unknown outcomes.",
  "stats::fisher.test over all fillings, prop.test", list(
  sensitivity("some missing", "typical", c(29, 15, 4), c(41, 8, 6)),
  sensitivity("strict level", "typical", c(50, 30, 3), c(60, 15, 5), 0.01, 0.9),
  sensitivity("nothing known in one group", "degenerate", c(0, 0, 3), c(12, 1, 2)),
  sensitivity("small", "small", c(5, 4, 1), c(6, 1, 1))))

pooled <- function(id, tag, estimates, variances, df, level = 0.95) {
  p <- pool.scalar(estimates, variances, n = df + 1, k = 1); m <- length(estimates)
  added <- (1 + 1 / m) * p$b; lambda <- added / p$t; df_rubin <- (m - 1) / lambda^2
  observed <- (df + 1) / (df + 3) * df * (1 - lambda); br <- 1 / (1 / df_rubin + 1 / observed)
  half <- qt(1 - (1 - level) / 2, br) * sqrt(p$t); r <- added / p$ubar
  case(id, tag, list(estimates = many(estimates), variances = many(variances), df_complete = df, conf = level), list(
    estimate = p$qbar, within = p$ubar, between = p$b, total = p$t, se = sqrt(p$t), relative_increase = r,
    lambda = lambda, fmi = (r + 2 / (br + 3)) / (r + 1), df_rubin = df_rubin, df_barnard_rubin = br,
    lower = p$qbar - half, upper = p$qbar + half, p = 2 * pt(-abs(p$qbar) / sqrt(p$t), br)), keys = loose_p)
}
write_cases("rubin_pooling", "Estimates of imputed data sets pooled",
  "Estimates of imputed data sets are pooled by Rubin's rules with Barnard and Rubin's degrees of freedom.",
  paste0("mice ", packageVersion("mice"), " pool.scalar; degrees of freedom by formula"), list(
  pooled("six imputations", "typical", c(0.31, 0.36, 0.28, 0.33, 0.35, 0.3), c(0.0051, 0.0049, 0.005, 0.0052, 0.0048, 0.005), 61),
  pooled("two imputations", "small", c(1.5, 2.25), c(0.4, 0.3), 12, 0.9),
  pooled("nothing varies", "degenerate", c(0.2, 0.2, 0.2), c(0.02, 0.02, 0.02), 30),
  pooled("many degrees of freedom", "extreme", c(-4e5, -3.5e5, -4.25e5), c(1e9, 2e9, 1.5e9), 5e6),
  case("one imputation", "degenerate", list(estimates = many(0.4), variances = many(0.01), df_complete = 20),
       list(estimate = 0.4, within = 0.01, between = NA, se = NA, lower = NA, upper = NA, p = NA))))
