using SessionGrains.Api.Reading;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>
/// The Roku SDK (1.0 to 1.3) writes the milliseconds of a time without leading zeros: <c>12:48:21.92Z</c> are 92 ms after the second. Read as a fraction, such an event would
/// come up to 0.9 s late, behind others that followed it.
/// </summary>
internal static class RokuTimes
{
    private const string Client = "https://ns.adobe.com/experience/mobilesdk/roku";
    private const int Second = 1000;

    public static EnvelopeEvent Apply(Envelope envelope, EnvelopeEvent one) => one.FractionDigits is 1 or 2 && envelope.ClientName == Client
        ? one.Request switch
        {
            StartRequest start => one with { Request = start with { Ts = AsMeant(start.Ts, one.FractionDigits) } },
            PlayerEvent playerEvent => one with { Request = playerEvent with { Ts = AsMeant(playerEvent.Ts, one.FractionDigits) } },
            _ => one,
        }
        : one;

    private static long AsMeant(long ts, int digits) => ts - ts % Second + ts % Second / (digits == 1 ? 100 : 10);
}
