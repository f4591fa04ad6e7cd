namespace SessionGrains.Api.MediaEdge.Answers;

/// <summary>Paths as the Media Edge API writes them.</summary>
internal static class EdgePath
{
    /// <summary><c>/events/0/xdm/timestamp</c> as <c>$.events[0].xdm.timestamp</c>.</summary>
    public static string Of(string pointer)
    {
        var path = new StringBuilder("$");
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (name.Length > 0 && name.All(char.IsAsciiDigit))
            {
                path.Append('[').Append(name).Append(']');
            }
            else
            {
                path.Append('.').Append(name);
            }
        }

        return path.ToString();
    }
}
