using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Reports.Rows;

namespace SessionGrains.Api.Operators.Reports;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReportAnswer))]
[JsonSerializable(typeof(SessionStartRow))]
[JsonSerializable(typeof(AdStartRow))]
[JsonSerializable(typeof(AdEndRow))]
[JsonSerializable(typeof(ChapterEndRow))]
[JsonSerializable(typeof(SessionEndRow))]
[JsonSerializable(typeof(RemainderRow))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    public static JsonSerializerOptions Answers { get; } = AnswerJson.Options(new ReportJson());
}
