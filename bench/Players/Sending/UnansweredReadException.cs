namespace SessionGrains.Players;

/// <summary>A session was asked for, and what came is neither a session nor 404.</summary>
internal sealed class UnansweredReadException(string path, Answer answer) : Exception($"{path} is answered {answer.Code}: {answer.Text}")
{
    public Answer Answer => answer;
}
