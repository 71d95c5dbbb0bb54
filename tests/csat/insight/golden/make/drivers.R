# Makes drivers_*.json: LMG as the average over all orders of lm(), Johnson's weights by svd(), gaps by optim().
# Run from the root of the repository: Rscript tests/csat/insight/golden/make/drivers.R
library(jsonlite)
save <- function(golden, name) {
  golden$versions <- list(R = as.character(getRversion()))
  writeLines(toJSON(golden, auto_unbox = TRUE, digits = 15, na = "null"), paste0("tests/csat/insight/golden/", name, ".json"))
}
orders <- function(v) if (length(v) < 2) list(v) else do.call(c, lapply(seq_along(v), function(i) lapply(orders(v[-i]), function(o) c(v[i], o))))
r2 <- function(outcome, names, data) if (length(names)) summary(lm(reformulate(names, outcome), data))$r.squared else 0
lmg <- function(outcome, names, data) {
  gains <- sapply(orders(names), function(order) {
    levels <- sapply(0:length(order), function(i) r2(outcome, order[seq_len(i)], data))
    setNames(diff(levels), order)[names]
  })
  rowMeans(gains)
}
# Johnson (2000): Z = P Q' out of X = P D Q' (svd of the standardised attributes), lambda = Z'X, beta = Z'y
johnson <- function(outcome, names, data) {
  x <- scale(as.matrix(data[names])) / sqrt(nrow(data) - 1)
  y <- scale(data[[outcome]]) / sqrt(nrow(data) - 1)
  s <- svd(x)
  z <- s$u %*% t(s$v)
  setNames(as.vector((t(x) %*% z)^2 %*% (t(z) %*% y)^2), names)
}
names <- setdiff(colnames(swiss), "Fertility")
save(list(
  source = "R's swiss data; average of lm() over all 120 orders, equal to relaimpo's calc.relimp(type = 'lmg') as printed by Groemping; Johnson by svd()",
  call = "summary(lm(...))$r.squared over all orders; svd(scale(x))",
  input = list(correlations = unname(cor(swiss[names])), with_outcome = as.vector(cor(swiss[names], swiss$Fertility)), names = names,
               data = unname(as.matrix(swiss[c(names, "Fertility")]))),
  expected = list(lmg = unname(lmg("Fertility", names, swiss)), johnson = unname(johnson("Fertility", names, swiss)),
                  r2 = summary(lm(Fertility ~ ., swiss))$r.squared)
), "drivers_swiss")

# --- Within segments: correlations of lm() residuals. With gaps: maximum of the observed likelihood by optim().
set.seed(4)
n <- 160
segment <- sample(0:2, n, TRUE)
x <- matrix(rnorm(n * 3), n) %*% chol(matrix(c(1, .5, .3, .5, 1, .4, .3, .4, 1), 3)) + 2 * segment
rest <- residuals(lm(x ~ factor(segment)))
gaps <- x
gaps[runif(n) < .25, 1] <- NA
gaps[runif(n) < .2 & !is.na(gaps[, 1]), 2] <- NA
z <- cbind(segment == 1, segment == 2) * 1
q <- 3
lower <- lower.tri(diag(q), TRUE)
minus_log <- function(theta) {
  root <- matrix(0, q, q); root[lower] <- theta[1:6]; sigma <- root %*% t(root)
  mean <- cbind(1, z) %*% matrix(theta[7:15], 3)
  total <- 0
  for (pattern in unique(apply(!is.na(gaps), 1, paste, collapse = " "))) {
    rows <- which(apply(!is.na(gaps), 1, paste, collapse = " ") == pattern)
    seen <- which(!is.na(gaps[rows[1], ]))
    e <- gaps[rows, seen, drop = FALSE] - mean[rows, seen, drop = FALSE]
    s <- sigma[seen, seen, drop = FALSE]
    total <- total + .5 * length(rows) * determinant(s)$modulus[1] + .5 * sum((e %*% solve(s)) * e)
  }
  total
}
start <- c(t(chol(cov(rest)))[lower], as.vector(coef(lm(x ~ factor(segment)))))
fit <- optim(start, minus_log, method = "BFGS", control = list(maxit = 2000, reltol = 1e-15))
fit <- optim(fit$par, minus_log, method = "BFGS", control = list(maxit = 2000, reltol = 1e-15))
root <- matrix(0, q, q); root[lower] <- fit$par[1:6]
save(list(
  source = "residuals of lm() on segment dummies; observed-data likelihood maximised by optim(BFGS)",
  call = "cor(residuals(lm(x ~ factor(segment)))); cov2cor(sigma) at the maximum",
  input = list(complete = x, gaps = gaps, segments = segment),
  expected = list(complete = unname(cor(rest)), em = cov2cor(root %*% t(root)), minus_log = fit$value)
), "drivers_correlation")
