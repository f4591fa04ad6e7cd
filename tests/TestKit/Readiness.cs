namespace SessionGrains.TestKit;

/// <summary>Whether a front door would take players now.</summary>
internal static class Readiness
{
    /// <summary>False also where nobody listens or answers yet.</summary>
    public static async Task<bool> IsReadyAsync(this HttpClient door)
    {
        try
        {
            using var answer = await door.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
