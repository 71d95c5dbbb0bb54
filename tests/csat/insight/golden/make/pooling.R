# Makes pooling_*.json: a Gibbs sampler (Metropolis steps for the spreads), lme4, and plain sums over fine grids.
# Run from the root of the repository, some minutes: Rscript tests/csat/insight/golden/make/pooling.R
suppressMessages(library(lme4))
library(jsonlite)
save <- function(golden, name) {
  golden$versions <- list(R = as.character(getRversion()), lme4 = as.character(packageVersion("lme4")))
  writeLines(toJSON(golden, auto_unbox = TRUE, digits = 12, na = "null"), paste0("tests/csat/insight/golden/", name, ".json"))
}
# y_i = x_i mu + g_group + a_i; s2 ~ 1/s2, tau ~ N+(0, (2 SD y)^2), omega ~ N+(0, SD(y)^2), mu flat
sampler <- function(y, n, within, freedom, x, group, rounds) {
  k <- length(y); groups <- max(group); p <- ncol(x); scale <- sd(y)
  tau <- omega <- scale / 2; s2 <- within / freedom; a <- rep(0, k); g <- rep(0, groups); mu <- rep(mean(y), p)
  keep <- matrix(0, rounds, k + groups + p + 2)
  for (round in -5000:rounds) {
    pr <- n / s2
    a <- pr * (y - x %*% mu - g[group]) / (pr + 1 / tau^2) + rnorm(k) / sqrt(pr + 1 / tau^2); a <- as.vector(a)
    # mu and g together, given tau alone (a integrated out): better mixing
    w <- 1 / (s2 / n + tau^2)
    z <- cbind(x, diag(groups)[group, , drop = FALSE])
    precision <- crossprod(z, w * z) + diag(c(rep(0, p), rep(1 / omega^2, groups)))
    root <- chol(precision)
    both <- backsolve(root, forwardsolve(t(root), crossprod(z, w * y)) + rnorm(p + groups))
    mu <- both[1:p]; g <- both[-(1:p)]
    rest <- as.vector(y - z %*% both)
    a <- pr * rest / (pr + 1 / tau^2) + rnorm(k) / sqrt(pr + 1 / tau^2)
    s2 <- (within + sum(n * (rest - a)^2)) / rchisq(1, freedom + k)
    step <- function(now, values, prior, jump) {
      new <- now * exp(jump * rnorm(1)); m <- length(values); q <- sum(values^2)
      log_at <- function(s) -m * log(s) - q / (2 * s^2) - s^2 / (2 * prior^2) + log(s)
      if (log(runif(1)) < log_at(new) - log_at(now)) new else now
    }
    for (again in 1:3) { tau <- step(tau, a, 2 * scale, .5); omega <- step(omega, g, scale, .9) }
    if (round > 0) keep[round, ] <- c(as.vector(x %*% mu) + g[group] + a, g, mu, tau, omega)
  }
  keep
}
summary_of <- function(draws) list(mean = colMeans(draws), low = apply(draws, 2, quantile, .025), high = apply(draws, 2, quantile, .975))
world <- function(seed, sizes, group, effect, segment) {
  set.seed(seed)
  k <- length(sizes)
  theta <- 72 + effect[group] + c(-3, 0, 4)[segment] + rnorm(k, 0, 7)
  rows <- data.frame(account = rep(1:k, sizes))
  rows$points <- pmin(100, pmax(0, round((theta[rows$account] + rnorm(nrow(rows), 0, 13)) / 5) * 5))
  rows$group <- group[rows$account]; rows$segment <- segment[rows$account]
  rows
}
parts <- function(rows) {
  sums <- tapply(rows$points, rows$account, sum); n <- tapply(rows$points, rows$account, length)
  squares <- tapply(rows$points^2, rows$account, sum)
  list(sums = as.vector(sums), counts = as.vector(n), squares = as.vector(squares))
}
solve_world <- function(rows, x, group, rounds) {
  p <- parts(rows); y <- p$sums / p$counts
  sampler(y, p$counts, sum(p$squares - p$sums * y), sum(p$counts) - length(y), x, group, rounds)
}
rounds <- 100000
# --- Accounts drawn to their segments
k <- 14
segment <- rep(1:3, length.out = k)
rows <- world(5, rep(c(1, 2, 3, 5, 8), length.out = k), rep(1, k), 0, segment)
draws <- solve_world(rows, matrix(1, k, 1), segment, rounds)
found <- summary_of(draws[, 1:k]); of_segments <- summary_of(draws[, k + 1:3] + draws[, k + 4])
save(list(source = "Gibbs sampler with Metropolis steps, 100,000 rounds", call = "make/pooling.R: sampler()",
          input = c(parts(rows), list(segments = segment)),
          expected = c(found, list(segments = of_segments, spread = mean(draws[, ncol(draws) - 1])))), "pooling_accounts")
# --- Accounts of one kind, many answers each: the best linear predictor of REML is near
k <- 80
many <- world(6, rep(4:9, length.out = k), rep(1, k), 0, rep(2, k))
fit <- lmer(points ~ 1 + (1 | account), many, REML = TRUE)
save(list(source = "lme4, restricted maximum likelihood", call = "coef(lmer(points ~ 1 + (1 | account)))",
          input = parts(many),
          expected = list(mean = coef(fit)$account[[1]], spread = as.data.frame(VarCorr(fit))$sdcor[1],
                          noise = sigma(fit))), "pooling_lme4")
# --- Managers, adjusted for segments
set.seed(8)
k <- 36
manager <- rep(1:6, each = 6)
segment <- sample(1:3, k, TRUE)
rows <- world(9, sample(1:6, k, TRUE), manager, c(8, 3, 0, 0, -3, -8), segment)
x <- diag(3)[segment, ]
draws <- solve_world(rows, x, manager, rounds)
effects <- draws[, k + 1:6]
mix <- colMeans(x)
company <- draws[, k + 6 + 1:3] %*% mix
rank <- t(apply(-effects, 1, rank))
fit <- lmer(points ~ 0 + factor(segment) + (1 | group) + (1 | account), rows, REML = TRUE)
save(list(source = "Gibbs sampler with Metropolis steps, 100,000 rounds; lme4 beside it", call = "make/pooling.R: sampler(); lmer(points ~ 0 + factor(segment) + (1 | group) + (1 | account))",
          input = c(parts(rows), list(managers = manager, segments = segment)),
          expected = list(effect = summary_of(effects), estimate = summary_of(effects + as.vector(company)), company = mean(company),
                          top = colMeans(rank == 1), bottom = colMeans(rank == 6),
                          lme4 = ranef(fit)$group[[1]])), "pooling_managers")
# --- Shares: the same grid model by plain sums, 300 x 300 points, quantiles by uniroot
set.seed(2)
k <- 30
n <- sample(1:9, k, TRUE)
x <- rbinom(k, n, rbeta(k, 4, 1.5))
middle <- (sum(x) + 1) / (sum(n) + 2)
m <- seq(.0005, .9995, length.out = 400); u <- (1:300 - .5) / 300
grid <- expand.grid(m = m, u = u); worth <- 1 / grid$u^2 - 1; a <- grid$m * worth; b <- (1 - grid$m) * worth
log <- rowSums(sapply(1:k, function(i) lbeta(a + x[i], b + n[i] - x[i]) - lbeta(a, b)))
weight <- exp(log - max(log)); kept <- weight > 1e-7; weight <- weight[kept] / sum(weight[kept]); a <- a[kept]; b <- b[kept]
at <- function(i, q) uniroot(function(t) sum(weight * pbeta(t, a + x[i], b + n[i] - x[i])) - q, c(1e-9, 1 - 1e-9), tol = 1e-10)$root
likeness <- 0
for (r in 1:200) {
  w <- n / (1 + likeness * (n - 1)); p <- sum(w * x / n) / sum(w); c_ <- w * (1 - w / sum(w)); s <- sum(w * (x / n - p)^2)
  likeness <- max(0, (s - p * (1 - p) * sum(c_ / n)) / (p * (1 - p) * sum(c_ * (n - 1) / n)))
}
save(list(source = "sums over 400 x 300 points with lbeta, pbeta and uniroot; Kleinman's moments", call = "make/pooling.R",
          input = list(successes = x, counts = n),
          expected = list(mean = sapply(1:k, function(i) sum(weight * (a + x[i]) / (a + b + n[i]))), low = sapply(1:k, at, .025), high = sapply(1:k, at, .975),
                          a = p * (1 / likeness - 1), b = (1 - p) * (1 / likeness - 1))), "pooling_shares")
