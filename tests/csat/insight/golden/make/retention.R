# Makes the golden files retention_*.json with R and its package survival.
# Run from the root of the repository: Rscript tests/csat/insight/golden/make/retention.R
library(survival)
library(jsonlite)

versions <- list(R = as.character(getRversion()), survival = as.character(packageVersion("survival")))
write_golden <- function(name, source, call, input, expected) {
  body <- list(source = source, call = call, versions = versions, input = input, expected = expected)
  path <- file.path("tests/csat/insight/golden", paste0("retention_", name, ".json"))
  write(toJSON(body, auto_unbox = TRUE, digits = 15, na = "null", null = "null"), path)
}

# --- Kaplan-Meier -----------------------------------------------------------------------------
curve <- function(starts, ends, event) {
  fit <- survfit(Surv(starts, ends, event) ~ 1, conf.type = "log-log")
  at <- fit$n.event > 0
  middle <- quantile(fit, 0.5)
  list(time = fit$time[at], at_risk = fit$n.risk[at], events = fit$n.event[at], survival = fit$surv[at],
       low = fit$lower[at], high = fit$upper[at],
       median = unname(middle$quantile), median_low = unname(middle$lower), median_high = unname(middle$upper))
}
late <- with(lung, floor(time * (seq_along(time) %% 5) / 10))
samples <- list(
  lung = list(starts = rep(0, nrow(lung)), ends = lung$time, is_event = as.integer(lung$status == 2)),
  ovarian = list(starts = rep(0, nrow(ovarian)), ends = ovarian$futime, is_event = ovarian$fustat),
  lung_left_truncated = list(starts = late, ends = lung$time, is_event = as.integer(lung$status == 2)))
write_golden("kaplan_meier", "R survival: data sets lung, ovarian",
  "survfit(Surv(starts, ends, is_event) ~ 1, conf.type = \"log-log\"); quantile(fit, .5)",
  samples, lapply(samples, function(s) curve(s$starts, s$ends, s$is_event)))

# --- log-rank ---------------------------------------------------------------------------------
plain <- function(ends, event, groups) {
  fit <- survdiff(Surv(ends, event) ~ groups)
  list(chi_square = fit$chisq, p = pchisq(fit$chisq, length(fit$n) - 1, lower.tail = FALSE),
       observed = fit$obs, expected = fit$exp)
}
truncated <- function(starts, ends, event, groups) {
  fit <- coxph(Surv(starts, ends, event) ~ factor(groups), ties = "exact")
  list(chi_square = unname(fit$score), p = pchisq(fit$score, length(fit$coefficients), lower.tail = FALSE))
}
tests <- list(
  lung_by_sex = list(starts = rep(0, nrow(lung)), ends = lung$time, is_event = as.integer(lung$status == 2),
                     groups = lung$sex),
  veteran_by_cell = list(starts = rep(0, nrow(veteran)), ends = veteran$time, is_event = veteran$status,
                         groups = as.integer(veteran$celltype)),
  lung_left_truncated = list(starts = late, ends = lung$time, is_event = as.integer(lung$status == 2),
                             groups = lung$sex))
write_golden("log_rank", "R survival: data sets lung, veteran",
  "survdiff(Surv(ends, is_event) ~ groups); left truncated: coxph(Surv(starts, ends, is_event) ~ factor(groups), ties = \"exact\")$score",
  tests, list(
    lung_by_sex = with(tests$lung_by_sex, plain(ends, is_event, groups)),
    veteran_by_cell = with(tests$veteran_by_cell, plain(ends, is_event, groups)),
    lung_left_truncated = with(tests$lung_left_truncated, truncated(starts, ends, is_event, groups))))

# --- Firth's complementary log-log --------------------------------------------------------------
periods <- survSplit(Surv(time, status) ~ karno + age, data = veteran,
                     cut = seq(60, 540, 60), episode = "period", id = "account")
x <- cbind(1, (periods$karno - 60) / 20, (periods$age - 58) / 10)
penalised <- function(b, x, y) {
  mu <- 1 - exp(-exp(drop(x %*% b)))
  slope <- exp(drop(x %*% b)) * (1 - mu)
  information <- t(x) %*% (x * slope^2 / (mu * (1 - mu)))
  sum(y * log(mu) + (1 - y) * log(1 - mu)) + 0.5 * as.numeric(determinant(information)$modulus)
}
maximum <- function(x, y) {
  found <- optim(rep(-0.5, ncol(x)), penalised, x = x, y = y, method = "Nelder-Mead",
                 control = list(fnscale = -1, maxit = 20000, reltol = 1e-15))
  for (i in 1:5) found <- optim(found$par, penalised, x = x, y = y, method = "BFGS",
                 control = list(fnscale = -1, maxit = 20000, reltol = 1e-16, ndeps = rep(1e-5, ncol(x))))
  mu <- 1 - exp(-exp(drop(x %*% found$par)))
  slope <- exp(drop(x %*% found$par)) * (1 - mu)
  list(coefficients = found$par, log_likelihood = found$value,
       covariance = solve(t(x) %*% (x * slope^2 / (mu * (1 - mu)))))
}
parted <- cbind(1, c(1:6, 11:16) / 4)
separate <- rep(c(0, 1), each = 6)
ordinary <- glm(periods$status ~ x - 1, family = binomial("cloglog"))
write_golden("firth", "R survival: data set veteran split into 60-day periods; 12 separated points",
  "optim(penalised likelihood, BFGS); plain: glm(status ~ x - 1, family = binomial(\"cloglog\"))",
  list(veteran = list(rows = x, is_event = periods$status, account = periods$account, period = periods$period,
                      karno = periods$karno, age = periods$age),
       separated = list(rows = parted, is_event = separate)),
  list(veteran = maximum(x, periods$status), separated = maximum(parted, separate),
       plain = list(coefficients = unname(coef(ordinary)), covariance = unname(vcov(ordinary)))))

# --- shocks of whole periods ---------------------------------------------------------------------
seen <- c(4, 7, 2, 15, 6, 5, 9, 3)
usual <- c(5, 6, 6, 7, 6.5, 6, 7.5, 7)
sizes <- seq(0, 1.2, length.out = 25)
chance <- function(s) {
  if (s == 0) return(sum(dpois(seen, usual, log = TRUE)))
  sum(mapply(function(n, e) log(integrate(function(u)
    dpois(n, e * exp(u)) * dnorm(u, -s^2 / 2, s), -8 * s, 8 * s, rel.tol = 1e-11)$value), seen, usual))
}
log_weight <- sapply(sizes, chance) - 0.5 * (sizes / 0.25)^2
weight <- exp(log_weight - max(log_weight))
write_golden("shocks", "R integrate over the log-normal shock", "integrate(dpois(n, e * exp(u)) * dnorm(u, -s^2/2, s), ...)",
  list(events = seen, expected = usual), list(sizes = sizes, weights = weight / sum(weight)))

# --- bands and revenue at risk ---------------------------------------------------------------------
counts <- list(c(0, 30), c(3, 30), c(30, 30), c(7, 412))
write_golden("bands", "R qbeta", "qbeta(c(.025, .975), x + .5, n - x + .5); P(lower > higher): integrate",
  list(counts = counts, lower = c(9, 60), higher = c(3, 70)),
  list(intervals = lapply(counts, function(c) qbeta(c(.025, .975), c[1] + .5, c[2] - c[1] + .5)),
       chance = integrate(function(t) dbeta(t, 9.5, 51.5) * pbeta(t, 3.5, 67.5), 0, 1, rel.tol = 1e-10)$value))

worth <- c(900, 400, 250, 120, 80, 60, 40, 30, 20, 10)
band <- c(1, 2, 1, 2, 2, 1, 2, 1, 2, 2)
losses <- c(9, 3); exposed <- c(60, 70)
a <- losses + .5; b <- exposed - losses + .5
year <- 1 - beta(a, b + 4) / beta(a, b)
grid <- (seq_len(120) - .5) / 120
total <- numeric(sum(worth) + 1)
for (u in grid) for (v in grid) {
  p <- 1 - (1 - qbeta(c(u, v), a, b))^4
  d <- c(1, numeric(sum(worth)))
  for (i in seq_along(worth)) {
    moved <- c(numeric(worth[i]), d[seq_len(length(d) - worth[i])])
    d <- d * (1 - p[band[i]]) + moved * p[band[i]]
  }
  total <- total + d
}
total <- total / sum(total)
write_golden("at_risk", "Exact: Beta mixture over two bands, convolution of ten accounts",
  "beta(a, b + 4) / beta(a, b); 120 x 120 quantiles of the bands, convolution of the accounts",
  list(revenue = worth, band = band, losses = losses, periods = exposed),
  list(chances = year[band], expected = sum(worth * year[band]), distribution = cumsum(total)[seq(1, length(total), 10)]))
