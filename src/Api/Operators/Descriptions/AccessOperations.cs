using SessionGrains.Api.Docs;
using SessionGrains.Api.Operators.Access;

namespace SessionGrains.Api.Operators.Descriptions;

/// <summary>The operations of <c>/operator/session</c> in the OpenAPI document.</summary>
internal static class AccessOperations
{
    private const string Tag = "Operators";

    private const string KeySchema = """{ "type": "object", "required": ["key"], "properties": { "key": { "type": "string", "description": "A key of the server." } } }""";

    public static Operation ReadAccess { get; } = new("readOperatorAccess", Tag)
    {
        ForOperators = true,
        Answers =
        [
            new(200, "The caller may read.") { Content = new("application/json", typeof(AccessAnswer), new("access", "With the cookie", """{ "access": "cookie" }""")) },
            .. OperatorOperations.NoAccess,
        ],
    };

    public static Operation OpenAccess { get; } = new("openOperatorSession", Tag)
    {
        Body = new("The key.", [new("OperatorKey", KeySchema)], [new("key", "A key", """{ "key": "correct-horse-battery-staple" }""")]),
        Answers =
        [
            new(204, "The cookie is set; in Development without a configured key, a caller on the server itself needs none and gets none.")
            {
                Headers = [new("Set-Cookie", "The cookie.", "session-grains-operator=operator.1764000000.c2lnbmF0dXJl; max-age=43200; path=/; secure; samesite=strict; httponly")],
            },
            OperatorOperations.Refusal(400, "There is no key in the body.", "No key in the body", OperatorSession.HowToSend),
            OperatorOperations.Refusal(401, "The key is wrong.", "Operator key needed", "This is no key of this server."),
            OperatorOperations.NoAccess[1], OperatorOperations.NoAccess[2],
        ],
    };

    public static Operation CloseAccess { get; } = new("closeOperatorSession", Tag)
    {
        Answers = [new(204, "The cookie is gone.")],
    };
}
