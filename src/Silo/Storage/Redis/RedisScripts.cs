namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// What runs inside Redis to store one batch of one partition, in one transaction: <see cref="Check"/>, one <c>MSET</c> of the records, <see cref="Finish"/>.
/// The records themselves are no arguments of a script, as Lua copies every argument and hashes all of it. So <c>MSET</c> writes also what
/// must not be written: that is set aside before and put back after, which is seldom and which nobody outside of the transaction sees.
/// <para>Redis refuses a transaction as a whole (out of memory or disk, read only), and nothing inside it can fail halfway: a script that has written
/// cannot be killed, which is why <see cref="Check"/> begins with a write; and it is sent as text, not by its hash that a server may have forgotten.</para>
/// </summary>
internal static class RedisScripts
{
    /// <summary>
    /// Looks at the records' versions and sets aside what <c>MSET</c> would spoil: a record with another version, and the expiry of one that has an expiry,
    /// which its version tells (<see cref="RedisRecord"/>).
    /// <para>KEYS: what is set aside, the records'. ARGV: for each record the expected version ('' for none).</para>
    /// Returns the numbers of the records with another version, each followed by that version ('' for none).
    /// </summary>
    public const string Check = """
        local call, KEYS, ARGV = redis.call, KEYS, ARGV
        local conflicts = {}
        call('DEL', KEYS[1])
        for i = 1, #ARGV do
          local key, expected = KEYS[i + 1], ARGV[i]
          local version = call('GETRANGE', key, '0', '7')
          if version ~= expected then
            local expires = expected ~= '' and version == '\1' .. string.sub(expected, 2)
            call('RPUSH', KEYS[1], i, key, expires and '1' or '', call('GET', key) or '', call('PTTL', key))
            if not expires then
              conflicts[#conflicts + 1] = i
              conflicts[#conflicts + 1] = version
            end
          end
        end
        return conflicts
        """;

    /// <summary>
    /// Puts back what was set aside; removes records and adds what belongs to those that were stored.
    /// <para>KEYS: what is set aside, deadline index, report log, then what the additions name. ARGV: the additions, each with the number of the record on
    /// which it depends.</para>
    /// </summary>
    public const string Finish = """
        local call, KEYS, ARGV = redis.call, KEYS, ARGV
        local failed = {}
        local function set(key, value, ms)
          if ms < 0 then call('SET', key, value) else call('SET', key, value, 'PX', math.max(ms, 1)) end
        end
        local aside = call('LRANGE', KEYS[1], '0', '-1')
        for i = 1, #aside, 5 do
          local key, expires, value, ms = aside[i + 1], aside[i + 2] ~= '', aside[i + 3], tonumber(aside[i + 4])
          if expires then
            local written = call('GET', key)
            if written then set(key, '\1' .. string.sub(written, 2), ms) end
          else
            failed[tonumber(aside[i])] = true
            if value == '' then call('DEL', key) else set(key, value, ms) end
          end
        end
        if #aside > 0 then call('DEL', KEYS[1]) end
        local k, a = 4, 1
        while a <= #ARGV do
          local stored, addition = not failed[tonumber(ARGV[a])], ARGV[a + 1]
          if addition == 'remove' then
            if stored then call('DEL', KEYS[k]) end
            k, a = k + 1, a + 2
          elseif addition == 'due' then
            if stored then call('ZADD', KEYS[2], ARGV[a + 3], ARGV[a + 2]) end
            a = a + 4
          elseif addition == 'undue' then
            if stored then call('ZREM', KEYS[2], ARGV[a + 2]) end
            a = a + 3
          elseif addition == 'expire' then
            if stored then
              for key = k, k + 1 do
                if call('PEXPIRE', KEYS[key], ARGV[a + 2]) == 1 then call('SETRANGE', KEYS[key], '0', '\1') end
              end
            end
            k, a = k + 2, a + 3
          else
            if stored and call('SET', KEYS[k], '', 'NX', 'PX', ARGV[a + 3]) then
              call('XADD', KEYS[3], '*', 's', ARGV[a + 2], 'b', ARGV[a + 4])
            end
            k, a = k + 1, a + 5
          end
        end
        """;
}
