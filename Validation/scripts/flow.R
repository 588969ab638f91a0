# Cases of the flow, of the time to the echocardiogram and of the baseline table:  cd Validation/scripts && Rscript flow.R
source("cases.R")

nullable <- function(x) many(lapply(x, function(v) if (is.na(v)) NULL else v))

# ---- flow: each node counted by its own filter over the rows

steps <- c("assessed", "excluded", "eligible", "not_enrolled", "enrolled", "echo_not_done", "echo_done",
           "echo_indeterminate", "without_tier", "analysed", "diseased", "not_diseased")
counted <- function(node, rows, tiers, names = list(node = node)) {
  columns <- c(tiers, "index test indeterminate", "no index test")
  column <- ifelse(!is.na(rows$tier), rows$tier, ifelse(is.na(rows$index), "no index test", "index test indeterminate"))
  counts <- as.list(table(factor(column, columns)))
  c(names, lapply(counts, as.numeric), list(total = nrow(rows)))
}
flow <- function(id, tag, d, tiers, declared = NULL) {
  none <- function(x) ifelse(is.na(x), "no reason stated", x)
  eligible <- is.na(d$excluded); enrolled <- eligible & is.na(d$not_enrolled)
  done <- enrolled & (!is.na(d$outcome) | !is.na(d$unread) | (!is.na(d$echo) & d$echo == 1))
  read <- done & !is.na(d$outcome); analysed <- read & !is.na(d$tier)
  at <- list(assessed = rep(TRUE, nrow(d)), excluded = !eligible, eligible = eligible, not_enrolled = eligible & !enrolled,
    enrolled = enrolled, echo_not_done = enrolled & !done, echo_done = done, echo_indeterminate = done & !read,
    without_tier = read & !analysed, analysed = analysed, diseased = analysed & d$outcome %in% 1,
    not_diseased = analysed & d$outcome %in% 0)
  why <- list(excluded = d$excluded, not_enrolled = d$not_enrolled, echo_not_done = none(d$no_echo),
    echo_indeterminate = none(d$unread))
  reasons <- do.call(c, lapply(names(why), function(node) {
    here <- unique(why[[node]][at[[node]]]); texts <- c(declared[[node]], setdiff(here, declared[[node]]))
    lapply(texts, function(text) counted(node, d[at[[node]] & why[[node]] %in% text, ], tiers, list(node = node, reason = text)))
  }))
  input <- list(tier = nullable(d$tier), outcome = nullable(d$outcome), index_indeterminate = nullable(d$index),
    excluded = nullable(d$excluded), not_enrolled = nullable(d$not_enrolled), echo = nullable(d$echo),
    no_echo = nullable(d$no_echo), echo_indeterminate = nullable(d$unread), tiers = many(tiers))
  if (!is.null(declared)) input$reasons <- lapply(declared, many)
  case(id, tag, input, list(nodes = lapply(steps, function(node) counted(node, d[at[[node]], ], tiers)),
    reasons = if (length(reasons)) reasons else many(list())), rel = 0, abs = 0)
}
invent <- function(n, tiers, seed) {
  set.seed(seed)
  some <- function(texts, share) ifelse(runif(n) < share, sample(texts, n, replace = TRUE), NA)
  d <- data.frame(tier = sample(tiers, n, replace = TRUE), index = NA, excluded = some(c("under-18", "recent-echo"), 0.2),
    not_enrolled = some(c("declined", "died", "not reached"), 0.4), echo = NA, no_echo = NA, unread = NA,
    outcome = rbinom(n, 1, 0.3))
  gone <- runif(n) < 0.15
  d$index[gone] <- some(c("noise", "pacing"), 0.5)[gone]; d$tier[gone] <- NA
  d$not_enrolled[!is.na(d$excluded)] <- NA
  left <- !is.na(d$excluded) | !is.na(d$not_enrolled); d$outcome[left] <- NA
  course <- ifelse(left, "left", sample(c("read", "unread", "done", "skipped", "unsaid"), n, replace = TRUE,
    prob = c(0.7, 0.08, 0.04, 0.12, 0.06)))
  d$outcome[course != "read"] <- NA
  d$unread[course == "unread"] <- "no acoustic window"; d$echo[course %in% c("done", "unread")] <- 1
  d$no_echo[course == "skipped"] <- sample(c("declined", "moved away"), sum(course == "skipped"), replace = TRUE)
  d$echo[course == "skipped"] <- 0
  d
}
row <- function(...) {
  d <- data.frame(tier = NA, index = NA, excluded = NA, not_enrolled = NA, echo = NA, no_echo = NA, unread = NA, outcome = NA)
  for (name in names(list(...))) d[[name]] <- list(...)[[name]]
  d
}
small <- rbind(row(tier = "high", outcome = 1), row(index = "noise", outcome = 0), row(excluded = "under-18"),
  row(tier = "high", echo = 0), row(tier = "high", echo = 1))
write_cases("stard_flow", "Flow of participants by tier (STARD 2015)",
  "Each participant is counted once at every node that is passed, and the nodes of each tier add up.",
  "subset and table", list(
  flow("three tiers", "typical", invent(240, c("low", "mid", "high"), 2015), c("low", "mid", "high")),
  flow("reasons that nobody had", "typical", invent(60, c("low", "high"), 7), c("low", "high"),
    list(excluded = c("life-expectancy", "recent-echo", "under-18"), echo_indeterminate = c("no acoustic window", "arrhythmia"))),
  flow("one of each kind", "small", small, "high"),
  flow("a tier without anybody", "degenerate", invent(25, c("mid", "high"), 3), c("low", "mid", "high")),
  flow("everybody excluded", "degenerate", rbind(row(excluded = "under-18"), row(excluded = "under-18"), row(excluded = "recent-echo")), c("low", "high")),
  case("counts", "typical", list(
    tiers = NULL,
    counts = list(
      list(name = "low", assessed = 40, excluded = list(`under-18` = 3, `recent-echo` = 7), eligible = 30,
        not_enrolled = list(declined = 10), enrolled = 20, echo_not_done = list(moved = 1), echo_done = 19,
        echo_indeterminate = list(`no window` = 1), analysed = 18, diseased = 2, not_diseased = 16),
      list(name = "high", assessed = 25, excluded = list(`recent-echo` = 5), eligible = 20, enrolled = 20, echo_done = 20,
        analysed = 20, diseased = 9, not_diseased = 11)),
    total = list(assessed = 65, analysed = 38)),
    list(nodes = list(
      list(node = "assessed", low = 40, high = 25, total = 65), list(node = "excluded", low = 10, high = 5, total = 15),
      list(node = "eligible", low = 30, high = 20, total = 50), list(node = "not_enrolled", low = 10, high = 0, total = 10),
      list(node = "enrolled", low = 20, high = 20, total = 40), list(node = "echo_not_done", low = 1, high = 0, total = 1),
      list(node = "echo_done", low = 19, high = 20, total = 39),
      list(node = "echo_indeterminate", low = 1, high = 0, total = 1), list(node = "without_tier", low = 0, high = 0, total = 0),
      list(node = "analysed", low = 18, high = 20, total = 38), list(node = "diseased", low = 2, high = 9, total = 11),
      list(node = "not_diseased", low = 16, high = 11, total = 27))), rel = 0, abs = 0)))

# ---- time to the echocardiogram

described <- function(x, type) {
  q <- if (length(x)) unname(quantile(x, c(0.5, 0.25, 0.75), type = type)) else rep(NA, 3)
  list(median = q[1], q1 = q[2], q3 = q[3], min = if (length(x)) min(x) else NA, max = if (length(x)) max(x) else NA)
}
waits <- function(id, tag, days, tier, tiers, window = NULL, type = 7, dates = NULL) {
  summary <- function(x) {
    known <- x[!is.na(x)]; out <- if (!is.null(window)) sum(known < window[1] | known > window[2]) else NA
    c(list(n = length(known), without_echo = sum(is.na(x))), described(known, type),
      list(outside = out, outside_share = if (length(known)) out / length(known) else NA))
  }
  input <- if (is.null(dates)) list(days = nullable(days)) else
    list(index_date = nullable(format(dates)), echo_date = nullable(format(dates + days)))
  input <- c(input, list(tier = nullable(tier), tiers = many(tiers), quantile_type = type))
  if (!is.null(window)) input$window <- many(window)
  case(id, tag, input, list(
    tiers = lapply(tiers, function(name) c(list(tier = name), summary(days[tier %in% name]))), overall = summary(days)))
}
set.seed(30)
n <- 90; days <- ifelse(runif(n) < 0.1, NA, round(rexp(n, 1 / 120))); tier <- sample(c("low", "mid", "high", NA), n, TRUE)
write_cases("time_to_echo", "Time from index test to echocardiogram",
  "The time to the echocardiogram agrees with R's quantiles, and those outside the declared window are counted.",
  "stats::quantile, Date arithmetic", list(
  waits("days", "typical", days, tier, c("low", "mid", "high"), c(0, 270)),
  waits("quantiles as SAS", "typical", days, tier, c("low", "mid", "high"), c(30, 180), type = 2),
  waits("dates over leap years", "typical", round(runif(24, 0, 2000)), rep(c("low", "high"), 12), c("low", "high"), c(0, 455),
    dates = as.Date("1999-12-25") + round(seq(0, 40000, length.out = 24))),
  waits("the bounds belong to the window", "small", c(0, 10, 270, 271), rep("low", 4), "low", c(10, 270)),
  waits("no window", "small", c(4, 9), c("low", "high"), c("low", "high")),
  waits("nobody had one", "degenerate", c(NA, NA), c("low", "high"), c("low", "mid", "high"), c(0, 10))))

# ---- baseline table

apart <- function(x, y) {
  x <- x[!is.na(x)]; y <- y[!is.na(y)]
  spread <- sqrt((var(x) + var(y)) / 2)
  if (length(x) < 2 || length(y) < 2 || spread == 0) NA else (mean(x) - mean(y)) / spread
}
# The Mahalanobis distance of Yang and Dalton 2012, with all categories but the first that one of both has.
apart_in_categories <- function(x, y, levels) {
  x <- factor(x, levels); y <- factor(y, levels); used <- levels[(table(x) + table(y)) > 0]
  if (sum(!is.na(x)) == 0 || sum(!is.na(y)) == 0 || !any(table(x) > 0 & table(y) > 0)) return(NA)
  if (length(used) < 2) return(0)
  p <- as.numeric(prop.table(table(x))[used][-1]); q <- as.numeric(prop.table(table(y))[used][-1])
  covariance <- function(p) diag(p, length(p)) - outer(p, p)
  drop(sqrt(t(p - q) %*% solve((covariance(p) + covariance(q)) / 2) %*% (p - q)))
}
farthest <- function(values, groups, names, distance, reference) {
  pairs <- if (is.null(reference)) combn(names, 2, simplify = FALSE) else
    lapply(setdiff(names, reference), function(name) c(name, reference))
  d <- vapply(pairs, function(pair) as.numeric(distance(values[groups %in% pair[1]], values[groups %in% pair[2]])), 0)
  best <- if (all(is.na(d))) 1 else which.max(ifelse(is.na(d), -1, abs(d)))
  list(smd = d[best], smd_first = pairs[[best]][1], smd_second = pairs[[best]][2])
}
baseline <- function(id, tag, group, groups, continuous = list(), categorical = list(), reference = NULL, type = 7, tests = FALSE) {
  everybody <- c(as.list(groups), list(groups)); titles <- c(groups, "overall")
  moments <- function(x) {
    known <- x[!is.na(x)]
    c(list(n = length(known), missing = sum(is.na(x)), mean = if (length(known)) mean(known) else NA,
      sd = if (length(known) > 1) sd(known) else NA), described(known, type))
  }
  measured <- lapply(names(continuous), function(name) {
    x <- continuous[[name]]; inside <- group %in% groups
    out <- c(list(name = name, groups = lapply(seq_along(titles), function(i)
      c(list(group = titles[i]), moments(x[group %in% everybody[[i]]])))), farthest(x, group, groups, apart, reference))
    if (tests) out$p <- list(anova = anova(lm(x ~ factor(group)))[["Pr(>F)"]][1],
      kruskal_wallis = kruskal.test(x, factor(group))$p.value)
    out
  })
  sorted <- lapply(names(categorical), function(name) {
    x <- categorical[[name]]$values; levels <- categorical[[name]]$levels
    rows <- do.call(c, lapply(levels, function(level) lapply(seq_along(titles), function(i) {
      here <- x[group %in% everybody[[i]]]; of <- sum(!is.na(here)); k <- sum(here %in% level)
      list(level = level, group = titles[i], n = k, of = of, share = if (of) k / of else NA, missing = sum(is.na(here)))
    })))
    out <- c(list(name = name, levels = rows),
      farthest(x, group, groups, function(a, b) apart_in_categories(a, b, levels), reference))
    if (tests) out$p <- list(chi_square = suppressWarnings(chisq.test(table(group, x), correct = FALSE))$p.value,
      fisher = fisher.test(table(group, x))$p.value)
    out
  })
  input <- list(group = nullable(group), groups = many(groups), quantile_type = type,
    continuous = lapply(names(continuous), function(name) list(name = name, values = nullable(continuous[[name]]))),
    categorical = lapply(names(categorical), function(name) list(name = name, values = nullable(categorical[[name]]$values),
      levels = many(categorical[[name]]$levels))))
  input <- input[!vapply(input, function(x) is.list(x) && length(x) == 0, TRUE)]
  if (!is.null(reference)) input$reference <- reference
  if (tests) input$tests <- TRUE
  sizes <- c(lapply(groups, function(name) list(group = name, n = sum(group %in% name))),
    list(list(group = "overall", n = sum(group %in% groups))))
  loose <- list(rel = 1e-6, abs = 1e-14)
  case(id, tag, input, list(groups = sizes, variables = c(measured, sorted)),
    keys = list(anova = loose, kruskal_wallis = loose, chi_square = loose, fisher = loose))
}
set.seed(46)
n <- 70; tiers <- c("low", "mid", "high"); group <- sample(tiers, n, replace = TRUE)
holes <- function(x, share = 0.1) replace(x, runif(length(x)) < share, NA)
age <- holes(round(rnorm(n, c(low = 58, mid = 63, high = 69)[group], 10), 1)); bmi <- holes(round(rlnorm(n, 3.3, 0.2), 1))
sex <- list(values = holes(sample(c("F", "M"), n, TRUE)), levels = c("F", "M"))
race <- list(values = sample(c("Asian", "Black", "Other", "White"), n, TRUE), levels = c("Asian", "Black", "Other", "White", "Unknown"))
write_cases("baseline_table", "Baseline characteristics by tier",
  "Counts, moments, quantiles and standardized differences of a baseline table agree with R's.",
  "stats::quantile, sd, anova, kruskal.test, chisq.test, fisher.test; standardized differences by formula", list(
  baseline("three tiers", "typical", group, tiers, list(age = age, bmi = bmi), list(sex = sex, race = race)),
  baseline("quantiles as SAS, against low", "typical", group, tiers, list(age = age, bmi = bmi), list(race = race), "low", 2),
  baseline("tests on demand", "typical", group, tiers, list(age = age), list(sex = sex), tests = TRUE),
  baseline("two tiers", "small", c("a", "b", "b", "a", "b", "a"), c("a", "b"), list(x = c(1, 4, 2.5, 7, 3, NA)),
    list(k = list(values = c("y", "n", "n", "y", "y", "n"), levels = c("y", "n")))),
  baseline("a tier without anybody, one of one", "degenerate", c("low", "high", "high", "high"), tiers,
    list(x = c(3, 5, 8, 9)), list(k = list(values = c("y", "y", "n", NA), levels = c("y", "n")))),
  baseline("a tier without values", "degenerate", c("low", "low", "high", "high"), c("low", "high"),
    list(x = c(NA, NA, 4, 6)), list(k = list(values = c(NA, NA, "y", "n"), levels = c("y", "n")))),
  baseline("nothing varies", "degenerate", c("low", "low", "high", "high"), c("low", "high"), list(x = c(2, 2, 5, 5)),
    list(k = list(values = c("y", "y", "y", "y"), levels = c("y", "n")), m = list(values = c("y", "y", "n", "n"), levels = c("y", "n")))),
  baseline("patients without a tier", "degenerate", c("low", NA, "high", "high", "low"), c("low", "high"),
    list(x = c(1e9 + 1, 7, 1e9 + 3, 1e9 + 8, 1e9 + 2.5)))))
