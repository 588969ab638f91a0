# Makes screened.csv on standard output: 600 invented patients who were screened, verified by tier, and followed up.
#
#   Rscript Docs/examples/screened.R | cmp - Docs/examples/screened.csv
set.seed(2025)
n <- 600
risk <- rbeta(n, 1.2, 3.2)
shd <- rbinom(n, 1, plogis(-3.2 + 5.2 * risk))
band <- function(p) ifelse(p >= 0.6, "high", ifelse(p >= 0.3, "moderate", "low"))
other <- pmin(0.999, pmax(0.001, plogis(qlogis(risk) + rnorm(n, 0, 0.8))))
p_verify <- unname(c(high = 0.8, moderate = 0.4, low = 0.1)[band(risk)])
verified <- rbinom(n, 1, p_verify)
age <- round(pmin(95, pmax(18, rnorm(n, 62 + 12 * risk, 12))))
event_day <- rexp(n, exp(-5.2 + 2.2 * risk + 0.02 * (age - 62)))
end <- pmin(30, ceiling(rexp(n, 0.01)))
screened <- data.frame(
  patient = sprintf("P%03d", seq_len(n)), age = age, sex = ifelse(runif(n) < 0.5, "F", "M"),
  score = sprintf("%.4f", risk), tier = band(risk), other_tier = band(other), p_verify = p_verify,
  shd = ifelse(verified == 1, shd, NA), days = pmin(ceiling(event_day), end), event = as.integer(ceiling(event_day) <= end)
)
write.csv(screened, stdout(), row.names = FALSE, quote = FALSE, na = "")
