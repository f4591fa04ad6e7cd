namespace SessionGrains.Silo.Storage.Redis;

/// <summary>What runs inside Redis.</summary>
internal static class RedisScripts
{
    /// <summary>
    /// Stores one batch of one partition. Redis executes it whole or, out of memory or disk, refuses it before the first write.
    /// <para>KEYS: deadline index, report log, the records' keys, then what the additions name.</para>
    /// <para>ARGV: number of records; for each its expected version ('' for none) and its value ('' removes it); then the additions, each with
    /// the number of the record on which it depends.</para>
    /// Returns the numbers of the records with another version, each followed by that version ('' for none).
    /// </summary>
    public const string Commit = """
        local count = tonumber(ARGV[1])
        local failed, conflicts = {}, {}
        for i = 1, count do
          local key, expected, value = KEYS[i + 2], ARGV[2 * i], ARGV[2 * i + 1]
          local stored
          if expected == '' then
            if value == '' then
              stored = redis.call('EXISTS', key) == 0
            else
              stored = redis.call('SET', key, value, 'NX')
            end
          elseif redis.call('GETRANGE', key, 0, 7) == expected then
            if value == '' then
              redis.call('DEL', key)
            else
              redis.call('SET', key, value, 'KEEPTTL')
            end
            stored = true
          end
          if not stored then
            failed[i] = true
            conflicts[#conflicts + 1] = i
            conflicts[#conflicts + 1] = redis.call('GETRANGE', key, 0, 7)
          end
        end
        local k, a = count + 3, 2 * count + 2
        while a <= #ARGV do
          local stored, addition = not failed[tonumber(ARGV[a])], ARGV[a + 1]
          if addition == 'due' then
            if stored then redis.call('ZADD', KEYS[1], ARGV[a + 3], ARGV[a + 2]) end
            a = a + 4
          elseif addition == 'undue' then
            if stored then redis.call('ZREM', KEYS[1], ARGV[a + 2]) end
            a = a + 3
          elseif addition == 'expire' then
            if stored then
              redis.call('PEXPIRE', KEYS[k], ARGV[a + 2])
              redis.call('PEXPIRE', KEYS[k + 1], ARGV[a + 2])
            end
            k, a = k + 2, a + 3
          else
            if stored and redis.call('SET', KEYS[k], '', 'NX', 'PX', ARGV[a + 3]) then
              redis.call('XADD', KEYS[2], '*', 's', ARGV[a + 2], 'b', ARGV[a + 4])
            end
            k, a = k + 1, a + 5
          end
        end
        return conflicts
        """;
}
