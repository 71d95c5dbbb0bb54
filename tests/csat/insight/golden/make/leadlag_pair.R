# Makes leadlag_pair_months.json and leadlag_granger_*.json with base R, plm and lmtest.
# Run from the root of the repository: Rscript tests/csat/insight/golden/make/leadlag_pair.R
suppressMessages({library(plm); library(jsonlite)})
folder <- "tests/csat/insight/golden/"
save <- function(golden, name) writeLines(toJSON(golden, auto_unbox = TRUE, digits = 15, na = "null"), paste0(folder, name, ".json"))

# One pair of series: difference, month means, AR by AIC and correlations, with lm, AIC and cor.test.
set.seed(20261122)
n <- 72
news <- matrix(rnorm(2 * n), n)
news[5:n, 2] <- 0.6 * news[1:(n - 4), 1] + 0.8 * news[5:n, 2]
satisfaction <- round(70 + cumsum(news[, 1]) + 3 * sin(2 * pi * (1:n) / 12), 2)
revenue <- round(1e5 * exp(0.05 * as.numeric(filter(news[, 2], 0.6, "recursive")) + 0.01 * (1:n) + 0.1 * cos(2 * pi * (1:n) / 12)))
innovations <- function(x, highest) {
  month <- factor((seq_along(x) - 1) %% 12)
  x <- residuals(lm(x ~ month))
  past <- embed(x, highest + 1)
  fits <- lapply(0:highest, function(p) if (p == 0) lm(past[, 1] ~ 1) else lm(past[, 1] ~ past[, 2:(p + 1)]))
  order <- which.min(sapply(fits, AIC)) - 1
  if (order == 0) return(list(order = 0, values = x - mean(x)))
  rows <- embed(x, order + 1)
  b <- coef(lm(rows[, 1] ~ rows[, -1]))
  level <- b[1] / (1 - sum(b[-1]))
  padded <- c(rep(level, order), x)
  values <- sapply(seq_along(x), function(t) x[t] - b[1] - sum(b[-1] * rev(padded[t:(t + order - 1)])))
  values[1] <- NA
  list(order = order, values = unname(values))
}
s <- innovations(diff(satisfaction), n %/% 10)
y <- innovations(diff(log(revenue)), n %/% 10)
lags <- 6
at <- function(k) {
  m <- n - 1
  a <- s$values[max(1, 1 - k):min(m, m - k)]
  b <- y$values[max(1, 1 + k):min(m, m + k)]
  there <- complete.cases(a, b)
  freedom <- sum(there) * (1 - 11 / m) - 2
  r <- cor(a[there], b[there])
  t <- qt((1 + 0.95^(1 / lags)) / 2, freedom)
  list(lag = k, r = r, n = sum(there), bound = t / sqrt(freedom + t^2), p = 2 * pt(-abs(r) * sqrt(freedom / (1 - r^2)), freedom))
}
save(list(
  source = "base R", call = "diff, residuals(lm(x ~ month)), AIC(lm(...)), cor, qt, pt; see make/leadlag_pair.R",
  versions = list(R = as.character(getRversion())),
  input = list(satisfaction = satisfaction, revenue = revenue, lags = lags),
  expected = list(satisfaction_order = s$order, revenue_order = y$order, profile = lapply(-lags:lags, at))
), "leadlag_pair_months")

# Panel Granger test of Dumitrescu and Hurlin.
granger <- function(name, data, order, source) {
  test <- function(which) tryCatch(pgrangertest(effect ~ cause, data = data, order = order, test = which), error = function(e) NULL)
  z <- test("Ztilde"); bar <- test("Zbar")
  wide <- function(column) {
    m <- tapply(data[[column]], list(data$account, data$month), function(v) v[1])
    lapply(seq_len(nrow(m)), function(i) unname(m[i, ]))
  }
  save(list(
    source = source, call = paste0("pgrangertest(effect ~ cause, order = ", order, ", test = 'Ztilde'); also Zbar, Wbar"),
    versions = list(R = as.character(getRversion()), plm = as.character(packageVersion("plm"))),
    input = list(cause = wide("cause"), effect = wide("effect"), order = order),
    expected = list(wald_mean = mean(z$indgranger$Chisq), z_tilde = unname(z$statistic), p = unname(z$p.value),
                    z_bar = if (is.null(bar)) NA else unname(bar$statistic))
  ), name)
}
data("Grunfeld", package = "plm")
grunfeld <- data.frame(account = Grunfeld$firm, month = Grunfeld$year, cause = Grunfeld$value, effect = Grunfeld$inv)
plm_of <- function(d) pdata.frame(d, index = c("account", "month"), drop.index = FALSE)
granger("leadlag_granger_grunfeld_1", plm_of(grunfeld), 1, "plm::pgrangertest on plm's Grunfeld data, inv ~ value")
granger("leadlag_granger_grunfeld_2", plm_of(grunfeld), 2, "plm::pgrangertest on plm's Grunfeld data, inv ~ value")
rows <- do.call(rbind, lapply(1:12, function(i) {
  t <- 18 + i
  x <- as.numeric(arima.sim(list(ar = 0.5), t)); e <- rnorm(t)
  y <- e; for (j in 3:t) y[j] <- 0.4 * y[j - 1] + 0.25 * x[j - 2] + e[j]
  data.frame(account = i, month = 1:t, cause = round(x, 4), effect = round(y, 4))
}))
granger("leadlag_granger_unbalanced", plm_of(rows), 2, "plm::pgrangertest on 12 simulated accounts of 19 to 30 months")

# Power and months needed, from R's normal distribution.
z <- qnorm((1 + 0.95^(1 / 12)) / 2)
row <- function(accounts, r, gap) {
  cost <- if (accounts == 1) 24 else 15
  f <- if (accounts == 1) 1 else accounts - 1
  squared <- ((z + qnorm(0.8)) / atanh(r))^2
  least <- if (accounts == 1) 36 else 24
  list(accounts = accounts, r = r, gap = gap, months = max(least, ceiling(max(squared / f * gap + cost, 6 * gap))),
       power_of_60 = pnorm(sqrt(f * (60 - cost) / gap) * atanh(r) - z))
}
grid <- rbind(expand.grid(accounts = c(10, 20, 50, 100, 200), r = c(0.05, 0.10, 0.15, 0.20), gap = c(1, 3)),
              expand.grid(accounts = 1, r = c(0.3, 0.4, 0.5, 0.6), gap = 1))
save(list(source = "base R", call = "pnorm(sqrt((N - 1) * (T - 15) / gap) * atanh(r) - z), z <- qnorm((1 + .95^(1/12)) / 2)",
          versions = list(R = as.character(getRversion())), input = list(lags = 12),
          expected = list(z = z, rows = Map(row, grid$accounts, grid$r, grid$gap))), "leadlag_power_table")
