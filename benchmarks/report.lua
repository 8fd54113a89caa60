-- One line that the benchmark reads: requests, seconds, refused, milliseconds at 50, 95 and 99 %.
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format("\nREPORT %d %.3f %d %.1f %.1f %.1f\n",
        summary.requests, summary.duration / 1e6,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
