# Run: Rscript tests/csat/insight/golden/make/leadlag_panel.R
# Pieces of the panel lead: Holm's correction, two-way residuals and clustered errors (plm), the restricted
# likelihood of drifting opinion heard through noise (nlme), each with its input in the golden file.
library(jsonlite)
library(nlme)
library(plm)
set.seed(5)
save <- function(name, source, call, packages, input, expected) {
  versions <- c(list(R = as.character(getRversion())), lapply(setNames(packages, packages), function(p) as.character(packageVersion(p))))
  golden <- list(source = source, call = call, versions = versions, input = input, expected = expected)
  writeLines(toJSON(golden, auto_unbox = TRUE, digits = 14, na = "null"), sprintf("tests/csat/insight/golden/%s.json", name))
}

p <- c(0.01, 0.04, 0.03, 0.005, 0.005, 0.9, 0.2)
save("leadlag_panel_holm", "R stats", 'p.adjust(p, "holm")', c(), list(p = p), list(adjusted = p.adjust(p, "holm")))

n <- 12
months <- 26
panel <- expand.grid(month = 1:months, account = 1:n)
panel$y <- round(rnorm(n)[panel$account] + rnorm(months)[panel$month] + rnorm(n * months), 6)
panel$x <- round(0.5 * panel$y + rnorm(n * months), 6)
gone <- runif(n * months) < 0.25
seen <- panel[!gone, ]
fit <- plm(y ~ x, data = seen, index = c("account", "month"), model = "within", effect = "twoways")
dummies <- lm(y ~ factor(account) + factor(month), seen)
panel$y[gone] <- NA
wide <- function(values) matrix(values, n, months, byrow = TRUE)
left <- rep(NA_real_, n * months)
left[!gone] <- residuals(dummies)
save(
  "leadlag_panel_within", "R plm (clustered), R lm with dummies (residuals)",
  'plm(y ~ x, effect = "twoways", model = "within"); vcovHC(method = "arellano", type = "HC0", cluster = "group")',
  c("plm"), list(y = wide(panel$y), x = wide(panel$x)),
  list(
    residuals = wide(left), coefficient = unname(coef(fit)),
    variance = vcovHC(fit, method = "arellano", type = "HC0", cluster = "group")[1, 1]
  )
)

n <- 9
months <- 30
panel <- expand.grid(month = 1:months, account = 1:n)
panel$y <- 0
for (a in 1:n) {
  opinion <- as.numeric(arima.sim(list(ar = 0.8), months)) * 0.6
  panel$y[panel$account == a] <- round(opinion + 0.7 * rnorm(months), 6)
}
gone <- runif(n * months) < 0.5
seen <- panel[!gone, ]
pairs <- rbind(c(0.5, 0.5), c(0.75, 0.65), c(0.92, 0.35), c(0.3, 0.9))
likelihoods <- apply(pairs, 1, function(pair) {
  # corExp's nugget: share of the variance that is noise; exp(-distance / range) is persistence^distance.
  structure <- corExp(c(-1 / log(pair[1]), 1 - pair[2]), form = ~ month | account, nugget = TRUE, fixed = TRUE)
  as.numeric(logLik(gls(y ~ factor(account), seen, correlation = structure, method = "REML")))
})
panel$y[gone] <- NA
save(
  "leadlag_panel_reml", "R nlme",
  'logLik(gls(y ~ factor(account), correlation = corExp(c(range, noise), form = ~ month | account, nugget = TRUE, fixed = TRUE), method = "REML"))',
  c("nlme"), list(y = matrix(panel$y, n, months, byrow = TRUE), pairs = pairs), list(likelihoods = likelihoods)
)
