-- Sends the fourth step, each time with another answer and from another candidate.
-- A line of the file: path <tab> session. No two requests under way share a registration.
local people, last, tried = {}, 0, false
local token = string.rep("a", 32)

function init(arguments)
    for line in io.lines(arguments[1]) do
        local path, session = line:match("([^\t]+)\t([^\t]+)")
        people[#people + 1] = { path = path, session = session, seen = tonumber(arguments[2]) }
    end
end

function request()
    -- wrk asks for one request before it begins, and sends it nowhere.
    last = tried and last % #people + 1 or 1
    local one = people[last]
    local body = "line1=" .. one.seen .. "+rue+des+Iles&postal_code=83000&city=Toulon&country=FR&phone=0612345678"
        .. "&go=next&warned=&seen=" .. one.seen .. "&csrfmiddlewaretoken=" .. token
    if tried then one.seen = one.seen + 1 else last, tried = 0, true end
    return wrk.format("POST", one.path, {
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Cookie"] = "__Host-session=" .. one.session .. "; __Host-csrf=" .. token,
        ["Referer"] = "https://127.0.0.1/",
        ["Host"] = "127.0.0.1",
        ["X-Forwarded-Proto"] = "https",
    }, body)
end

dofile((debug.getinfo(1, "S").source:match("@(.*/)") or "./") .. "report.lua")
