namespace SessionGrains.Silo.Storage.Redis;

/// <summary>Lua scripts that run in Redis.</summary>
internal static class RedisScripts
{
    /// <summary>
    /// Reads a stream of reports up to a number of bytes, which no command can.
    /// <para>KEYS: the stream. ARGV: position to read from, or after it with ( before it; the last position, + for all; maximum entries, maximum bytes (a single entry may have more), bytes of the largest report that is returned.</para>
    /// Returns 1 if there are more entries, else 0; then for each entry its position, session id, report ('' when too large) and the report's length.
    /// </summary>
    public const string ReadReports = """
        local start, last, limit, most, largest = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
        local found, bytes = {0}, 0
        while true do
          local entry = redis.call('XRANGE', KEYS[1], start, last, 'COUNT', '1')[1]
          if not entry then return found end
          local session, report = '', ''
          for i = 1, #entry[2], 2 do
            if entry[2][i] == 's' then session = entry[2][i + 1] elseif entry[2][i] == 'b' then report = entry[2][i + 1] end
          end
          local length = #report
          if length > largest then report = '' end
          if #session > 1024 then session = '' end
          if #found > limit or (#found > 1 and bytes + #report > most) then
            found[1] = 1
            return found
          end
          bytes, start = bytes + #report, '(' .. entry[1]
          found[#found + 1] = {entry[1], session, report, length}
        end
        """;

    /// <summary>
    /// Counts entries of a stream of reports. They stay in Redis, which has no command that counts a range.
    /// <para>KEYS: the stream. ARGV: position after which to count, with ( before it; the last position, + for all; maximum entries.</para>
    /// Returns the count and the position of the last entry that was counted, '' for none.
    /// </summary>
    public const string CountReports = """
        local start, left, count, position = ARGV[1], tonumber(ARGV[3]), 0, ''
        while left > 0 do
          local entries = redis.call('XRANGE', KEYS[1], start, ARGV[2], 'COUNT', string.format('%d', math.min(left, 100)))
          if #entries == 0 then break end
          count, left, position = count + #entries, left - #entries, entries[#entries][1]
          start = '(' .. position
        end
        return {count, position}
        """;

    /// <summary>
    /// Stores a batch of one partition. Redis executes it whole or, out of memory or disk, refuses it before the first write.
    /// <para>KEYS: deadline index, report log, the records' keys, then the keys of the additions, then those that must exist.</para>
    /// <para>ARGV: number of records; for each its expected version ('' for none; ? and a number for none, and that this key must exist) and its value ('' deletes it); then the additions, each with the number of the record on
    /// which it depends.</para>
    /// Returns the numbers of the records with another version, each followed by that version ('' for none).
    /// <para>Records are written by one <c>MSET</c>, because each call from Lua costs as much as the command itself. A record that occurs twice (its grain was deactivated, and the
    /// next activation did not wait) is written before its second occurrence is checked. <c>MSET</c> removes expiries, so records with one are marked
    /// (<see cref="RedisRecord"/>) and written one by one. Numbers are passed as text, because Lua formats them as floats. <c>unpack</c> is limited to 8,000 values.</para>
    /// </summary>
    public const string Commit = """
        local call, KEYS, ARGV = redis.call, KEYS, ARGV
        local count = tonumber(ARGV[1])
        local failed, conflicts = {}, {}
        local sets, n, waits = {}, 0, {}
        local function set()
          if n > 0 then call('MSET', unpack(sets)) end
          sets, n, waits = {}, 0, {}
        end
        for i = 1, count do
          local key, expected, value = KEYS[i + 2], ARGV[2 * i], ARGV[2 * i + 1]
          if waits[key] or n > 4000 then set() end
          local stored, expires
          if expected == '' then
            stored = call('EXISTS', key) == 0
          elseif string.byte(expected) == 63 then
            local needed = KEYS[tonumber(string.sub(expected, 2))]
            if waits[needed] then set() end
            stored = call('EXISTS', key) == 0 and call('EXISTS', needed) == 1
          else
            local version = call('GETRANGE', key, '0', '7')
            expires = version ~= expected and version == '\1' .. string.sub(expected, 2)
            stored = expires or version == expected
          end
          if stored and value == '' then
            call('DEL', key)
          elseif expires then
            call('SET', key, '\1' .. string.sub(value, 2), 'KEEPTTL')
          elseif stored then
            sets[n + 1], sets[n + 2] = key, value
            n, waits[key] = n + 2, true
          end
          if not stored then
            failed[i] = true
            conflicts[#conflicts + 1] = i
            conflicts[#conflicts + 1] = call('GETRANGE', key, '0', '7')
          end
        end
        set()
        local k, a = count + 3, 2 * count + 2
        while a <= #ARGV do
          local stored, addition = not failed[tonumber(ARGV[a])], ARGV[a + 1]
          if addition == 'due' then
            if stored then call('ZADD', KEYS[1], ARGV[a + 3], ARGV[a + 2]) end
            a = a + 4
          elseif addition == 'undue' then
            if stored then call('ZREM', KEYS[1], ARGV[a + 2]) end
            a = a + 3
          elseif addition == 'append' then
            if stored then
              if call('EXISTS', KEYS[k]) == 0 then call('SET', KEYS[k], '\0\0\0\0\0\0\0\1') end
              call('APPEND', KEYS[k], ARGV[a + 2])
            end
            k, a = k + 1, a + 3
          elseif addition == 'expire' then
            if stored then
              for key = k, k + 2 do
                if call('PEXPIRE', KEYS[key], ARGV[a + 2]) == 1 then call('SETRANGE', KEYS[key], '0', '\1') end
              end
            end
            k, a = k + 3, a + 3
          else
            if stored and call('EXISTS', KEYS[k]) == 0 then
              local position = call('XADD', KEYS[2], '*', 's', ARGV[a + 2], 'b', ARGV[a + 4])
              call('SET', KEYS[k], position, 'PX', ARGV[a + 3])
            end
            k, a = k + 1, a + 5
          end
        end
        return conflicts
        """;

    /// <summary>
    /// Erases a session and its report.
    /// <para>KEYS: deadline index, report log, the mark that it has a report, then the keys of its records. ARGV: the session's id.</para>
    /// </summary>
    public const string Erase = """
        local position = redis.call('GET', KEYS[3])
        if position and position ~= '' then redis.call('XDEL', KEYS[2], position) end
        redis.call('ZREM', KEYS[1], ARGV[1])
        redis.call('DEL', unpack(KEYS, 3))
        """;

    /// <summary>
    /// Copies some entries of a stream, with their positions.
    /// <para>KEYS: the stream, the copy. ARGV: position to copy from, or after it with ( before it; bytes after which no more is copied.</para>
    /// Returns where to go on, and 1 at the end, else 0.
    /// </summary>
    public const string CopyReports = """
        local start, left = ARGV[1], tonumber(ARGV[2])
        while left > 0 do
          local entry = redis.call('XRANGE', KEYS[1], start, '+', 'COUNT', '1')[1]
          if not entry then return {start, 1} end
          redis.call('XADD', KEYS[2], entry[1], unpack(entry[2]))
          for i = 1, #entry[2] do left = left - #entry[2][i] end
          start = '(' .. entry[1]
        end
        return {start, 0}
        """;

    /// <summary>
    /// Copies the rest of a stream and puts the copy in its place, unless entries were removed since it was begun: the copy would bring them back.
    /// <para>KEYS: the stream, the copy, where the old one is removed from. ARGV: as for <see cref="CopyReports"/>, the position.</para>
    /// Returns 1, or 0 if nothing was replaced.
    /// </summary>
    public const string ReplaceReports = """
        for _, entry in ipairs(redis.call('XRANGE', KEYS[1], ARGV[1], '+')) do redis.call('XADD', KEYS[2], entry[1], unpack(entry[2])) end
        local about, last = redis.call('XINFO', 'STREAM', KEYS[1]), nil
        for i = 1, #about, 2 do
          if about[i] == 'last-generated-id' then last = about[i + 1] end
        end
        if redis.call('XLEN', KEYS[1]) ~= redis.call('XLEN', KEYS[2]) then return 0 end
        if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('XADD', KEYS[2], 'MAXLEN', '0', last, 's', '') end
        redis.call('XSETID', KEYS[2], last)
        redis.call('RENAME', KEYS[1], KEYS[3])
        redis.call('RENAME', KEYS[2], KEYS[1])
        redis.call('UNLINK', KEYS[3])
        return 1
        """;
}
