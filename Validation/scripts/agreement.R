# Cases of the chapter "Agreement and readers" for categories and measurements; readers.py makes those of reader studies.
source("cases.R")
suppressMessages({library(vcd); library(psych); library(epiR)})

orders <- function(kind, k) switch(kind, unweighted = diag(k), linear = 1 - abs(outer(1:k, 1:k, "-")) / (k - 1),
  quadratic = 1 - (outer(1:k, 1:k, "-") / (k - 1))^2)

# vcd gives kappa and its standard error; the one under independence is that of vcd's formula at kappa 0.
weighted <- function(table, kind, conf) {
  n <- sum(table); k <- nrow(table); p <- table / n
  w <- orders(kind, k)
  e <- outer(rowSums(p), colSums(p))
  po <- sum(w * p); pe <- sum(w * e)
  if (pe == 1) return(members(kappa = NULL, po = po, pe = pe, se = NULL, se0 = NULL, lower = NULL, upper = NULL,
                              z = NULL, p = NULL))
  fit <- Kappa(table, weights = if (kind == "quadratic") "Fleiss-Cohen" else "Equal-Spacing")
  value <- if (kind == "unweighted") fit$Unweighted else fit$Weighted
  kappa <- unname(value["value"]); se <- unname(value["ASE"])
  use <- outer(drop(w %*% colSums(p)), drop(rowSums(p) %*% w), "+")
  se0 <- sqrt((sum(e * (w - use)^2) - pe^2) / n) / (1 - pe)
  z <- qnorm(1 - (1 - conf) / 2)
  known <- se0 > 1e-9
  members(kappa = kappa, po = po, pe = pe, se = se, se0 = se0, lower = kappa - z * se, upper = min(1, kappa + z * se),
    z = if (known) kappa / se0, p = if (known) 2 * pnorm(-abs(kappa / se0)))
}

# The variance as Gwet 2008 writes it, term by term.
gwet_error <- function(p, n, use, po, chance, conf) {
  q <- nrow(p); ac1 <- (po - chance) / (1 - chance)
  own <- sum(diag(p) * (1 - use)) / (q - 1) - po * chance
  pairs <- sum(p * (1 - outer(use, use, "+") / 2)^2) / (q - 1)^2 - chance^2
  se <- sqrt(max(0, po * (1 - po) - 4 * (1 - ac1) * own + 4 * (1 - ac1)^2 * pairs) / n) / (1 - chance)
  half <- qnorm(1 - (1 - conf) / 2) * se
  list(gwet_ac1_se = se, gwet_ac1_ci = list(lower = ac1 - half, upper = min(1, ac1 + half)))
}

kappa_case <- function(id, tag, rows, conf = 0.95) {
  table <- do.call(rbind, rows); n <- sum(table); k <- nrow(table)
  po <- sum(diag(table)) / n
  use <- (rowSums(table) + colSums(table)) / (2 * n)
  chance <- sum(use * (1 - use)) / (k - 1)
  both <- rowSums(table) + colSums(table)
  expected <- list(unweighted = weighted(table, "unweighted", conf), linear = weighted(table, "linear", conf),
    quadratic = weighted(table, "quadratic", conf), pabak = (k * po - 1) / (k - 1),
    specific_agreement = many(ifelse(both > 0, 2 * diag(table) / both, NA)), gwet_ac1 = (po - chance) / (1 - chance))
  expected <- c(expected, gwet_error(table / n, n, use, po, chance, conf))
  case(id, tag, list(table = table, conf = conf), expected, keys = loose_p)
}

write_cases("kappa_cohen", "Cohen's kappa",
  "Cohen's kappa, weighted and not, has the standard errors of Fleiss, Cohen and Everitt, with other measures beside it.",
  paste("vcd", packageVersion("vcd"), "Kappa; null standard error, AC1 and specific agreement by formula"),
  list(
    kappa_case("two-readers", "typical", list(c(31, 6), c(4, 59))),
    kappa_case("tiers", "typical", list(c(52, 9, 1), c(12, 33, 8), c(2, 7, 21))),
    kappa_case("four-grades-90", "typical", list(c(11, 3, 1, 0), c(2, 14, 4, 1), c(1, 3, 9, 2), c(0, 0, 3, 8)), 0.9),
    kappa_case("small", "small", list(c(3, 1), c(1, 2))),
    kappa_case("rare-positive", "extreme", list(c(1, 4), c(3, 4992))),
    kappa_case("unused-category", "degenerate", list(c(12, 0, 3), c(0, 0, 0), c(2, 0, 9))),
    kappa_case("one-category", "degenerate", list(c(0, 0), c(0, 33)))))

# From single ratings: how often two raters of a subject agree, over all pairs of raters.
fleiss_case <- function(id, tag, rows) {
  counts <- do.call(rbind, rows); n <- nrow(counts); m <- sum(counts[1, ])
  pairs <- combn(m, 2)
  ratings <- t(apply(counts, 1, function(row) rep(seq_along(row), row)))
  agree <- apply(pairs, 2, function(pair) mean(ratings[, pair[1]] == ratings[, pair[2]]))
  p <- colSums(counts) / (n * m); q <- 1 - p
  bar <- mean(agree); pe <- sum(p^2)
  known <- pe < 1
  kappa <- (bar - pe) / (1 - pe)
  se0 <- sqrt(2 / (n * m * (m - 1)) * (sum(p * q)^2 - sum(p * q * (q - p)))) / sum(p * q)
  of <- function(j) {
    if (p[j] * q[j] == 0) return(NA)
    apart <- apply(pairs, 2, function(pair) mean((ratings[, pair[1]] == j) != (ratings[, pair[2]] == j)))
    1 - mean(apart) / (2 * p[j] * q[j])
  }
  expected <- members(kappa = if (known) kappa, p_bar = bar, p_e = pe, se0 = if (known) se0, z = if (known) kappa / se0,
    p = if (known) 2 * pnorm(-abs(kappa / se0)), category_kappa = many(vapply(seq_along(p), of, 0)))
  case(id, tag, list(counts = counts), expected, keys = loose_p)
}

set.seed(20250)
draw <- function(n, m, k) lapply(1:n, function(i) tabulate(sample(k, m, TRUE, prob = rgamma(k, 0.6)), k))
write_cases("kappa_fleiss", "Fleiss' kappa",
  "Fleiss' kappa of several raters, overall and by category, agrees with counting over all pairs of raters.",
  "counted over all pairs of raters; null standard error of Fleiss, Nee and Landis",
  list(
    fleiss_case("four-grades", "typical", draw(25, 5, 4)),
    fleiss_case("yes-or-no", "typical", draw(40, 3, 2)),
    fleiss_case("small", "small", list(c(2, 1), c(0, 3), c(3, 0))),
    fleiss_case("unused-category", "degenerate", list(c(4, 0, 0), c(1, 3, 0), c(2, 2, 0), c(0, 4, 0))),
    fleiss_case("one-category", "degenerate", list(c(3, 0), c(3, 0), c(3, 0)))))

icc_case <- function(id, tag, x, conf = 0.95, degenerate = FALSE) {
  names <- c("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")
  empty <- members(estimate = NULL, f = NULL, df1 = NULL, df2 = NULL, p = NULL, lower = NULL, upper = NULL)
  if (degenerate) {
    expected <- list(degenerate = TRUE, icc = setNames(rep(list(empty), 6), names))
    return(case(id, tag, list(ratings = x, conf = conf), expected))
  }
  fit <- suppressWarnings(ICC(x, alpha = 1 - conf, lmer = FALSE))
  r <- fit$results
  row <- function(i) list(estimate = r$ICC[i], f = r$F[i], df1 = r$df1[i], df2 = r$df2[i], p = r$p[i],
                          lower = r[i, "lower bound"], upper = r[i, "upper bound"])
  ms <- fit$stats[3, ]
  expected <- list(ms_rows = unname(ms[1]), ms_columns = unname(ms[2]), ms_error = unname(ms[3]), degenerate = FALSE,
                   icc = setNames(lapply(1:6, row), names))
  case(id, tag, list(ratings = x, conf = conf), expected, rel = 1e-7, keys = loose_p)
}

rated <- function(n, k, between, bias, error)
  round(outer(rnorm(n, 55, between), rnorm(k, 0, bias), "+") + rnorm(n * k, 0, error), 1)
write_cases("icc", "Intraclass correlation",
  "All six intraclass correlations of Shrout and Fleiss have the F tests and intervals of psych.",
  paste("psych", packageVersion("psych"), "ICC(lmer = FALSE)"),
  list(
    icc_case("two-readers", "typical", rated(30, 2, 8, 1, 3)),
    icc_case("four-readers-90", "typical", rated(18, 4, 6, 3, 4), 0.9),
    icc_case("small", "small", rated(5, 3, 6, 1, 2)),
    icc_case("close", "extreme", rated(60, 3, 20, 0.1, 0.3)),
    icc_case("noise", "degenerate", rated(15, 3, 0, 0, 5)),
    icc_case("same-ratings", "degenerate", cbind(c(51, 60, 44.5), c(51, 60, 44.5)), degenerate = TRUE)))

bland_case <- function(id, tag, x, y, conf = 0.95) {
  d <- x - y; n <- length(d); z <- qnorm(1 - (1 - conf) / 2)
  t <- if (sd(d) > 0) t.test(x, y, paired = TRUE, conf.level = conf)$conf.int else rep(mean(d), 2)
  half <- qt(1 - (1 - conf) / 2, n - 1) * sd(d) * sqrt(1 / n + z^2 / (2 * (n - 1)))
  fit <- epi.ccc(x, y, ci = "z-transform", conf.level = conf)
  rho <- fit$rho.c
  whole <- isTRUE(all.equal(rho$est, 1)) || n < 3
  expected <- list(n = n, bias = mean(d), sd = sd(d), bias_ci = interval(t[1], t[2]),
    loa_lower = mean(d) - z * sd(d), loa_upper = mean(d) + z * sd(d),
    loa_lower_ci = interval(mean(d) - z * sd(d) - half, mean(d) - z * sd(d) + half),
    loa_upper_ci = interval(mean(d) + z * sd(d) - half, mean(d) + z * sd(d) + half),
    ccc = members(estimate = rho$est, lower = if (!whole) rho$lower, upper = if (!whole) rho$upper,
                  bias_correction = fit$C.b, pearson = cor(x, y)),
    within_subject_sd = sqrt(mean(d^2) / 2))
  case(id, tag, list(x = many(x), y = many(y), conf = conf), expected)
}

first <- round(rnorm(45, 52, 11), 1)
write_cases("bland_altman_ccc", "Bland-Altman limits and Lin's concordance",
  "Limits of agreement have their own intervals, and Lin's concordance correlation the limits of epiR.",
  paste("t.test; epiR", packageVersion("epiR"), "epi.ccc(ci = \"z-transform\")"),
  list(
    bland_case("two-readers", "typical", first, round(first + rnorm(45, -1, 4), 1)),
    bland_case("level-90", "typical", first[1:20], round(0.8 * first[1:20] + rnorm(20, 9, 5), 1), 0.9),
    bland_case("negative", "extreme", first, round(100 - first + rnorm(45, 0, 3), 1)),
    bland_case("large-level", "extreme", 1e6 + first, 1e6 + round(first + rnorm(45, 0, 2), 1)),
    bland_case("small", "small", c(40.1, 55, 61.5), c(42, 53.9, 65)),
    bland_case("identical", "degenerate", c(40.1, 55, 61.5, 30), c(40.1, 55, 61.5, 30))))
