using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using k8s;

namespace SessionGrains.Architecture.Tests;

/// <summary>Files that only other programs read, which ignore mistakes in them or show them to nobody.</summary>
public sealed class ContributorFileTests
{
    private const string Forms = ".github/ISSUE_TEMPLATE";

    private static readonly string[] PartsWithAnswer = ["input", "textarea", "dropdown", "checkboxes"];

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    private static DependencyUpdates Updates => KubernetesYaml.Deserialize<DependencyUpdates>(RepositoryFiles.Read(".github/dependabot.yml"), strict: true);

    public static TheoryData<string> FormFiles => [.. RepositoryFiles.Below(Forms, "*.yml").Where(static file => !file.EndsWith("config.yml", StringComparison.Ordinal))];

    [Fact]
    public void The_dev_container_has_the_SDK_of_the_repository_and_what_CI_installs()
    {
        var container = JsonNode.Parse(RepositoryFiles.Read(".devcontainer/devcontainer.json"), documentOptions: WithComments)!;
        var sdk = JsonNode.Parse(RepositoryFiles.Read("global.json"))!["sdk"]!["version"]!.GetValue<string>();

        Assert.StartsWith(container["features"]!["ghcr.io/devcontainers/features/dotnet:2"]!["version"]!.GetValue<string>() + ".", sdk, StringComparison.Ordinal);
        Assert.Contains(8080, container["forwardPorts"]!.AsArray().Select(static port => port!.GetValue<int>()));
        var command = container["onCreateCommand"]!.GetValue<string>();
        Assert.Contains(command, RepositoryFiles.Read(".ci/run").Split('\n'));
        Assert.Contains("provide redis-server", RepositoryFiles.Read(command), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FormFiles))]
    public void A_form_for_issues_has_only_what_GitHub_knows(string file)
    {
        var form = KubernetesYaml.Deserialize<IssueForm>(RepositoryFiles.Read(file), strict: true);
        var questions = form.Body.Where(static part => part.Type != "markdown").ToArray();

        Assert.NotEmpty(questions);
        Assert.All(questions, static part =>
        {
            Assert.Contains(part.Type, PartsWithAnswer);
            Assert.False(string.IsNullOrEmpty(part.Attributes.Label));
            Assert.Matches("^[a-z]+$", part.Id);
            Assert.Equal(part.Type is "dropdown" or "checkboxes", part.Attributes.Options.Count > 0);
        });
        Assert.Equal(questions.Length, questions.DistinctBy(static part => part.Id).Count());
        Assert.All(form.Body.Except(questions), static part => Assert.False(string.IsNullOrEmpty(part.Attributes.Value)));
        Assert.Contains(questions, static part => part.Validations is { Required: true });
    }

    [Fact]
    public void A_misspelt_member_of_a_form_is_an_error() =>
        Assert.ThrowsAny<Exception>(static () => KubernetesYaml.Deserialize<IssueForm>(RepositoryFiles.Read($"{Forms}/bug.yml").Replace("placeholder:", "placehodler:", StringComparison.Ordinal), strict: true));

    [Theory]
    [InlineData("nuget", "Directory.Packages.props")]
    [InlineData("npm", "package.json")]
    [InlineData("docker", "Dockerfile")]
    [InlineData("docker-compose", "docker-compose.yml")]
    [InlineData("github-actions", ".github/workflows")]
    public void Dependencies_are_updated_where_they_are_named(string ecosystem, string file)
    {
        var updates = Assert.Single(Updates.Updates, updates => updates.PackageEcosystem == ecosystem);
        string[] folders = updates.Directory is { } one ? [one] : [.. updates.Directories];

        Assert.NotEmpty(folders);
        Assert.All(folders, folder => Assert.True(Path.Exists(RepositoryFiles.PathOf(Path.Combine(folder[1..], file))), $"{folder}/{file}"));
    }

    [Fact]
    public void Packages_that_belong_together_are_updated_together()
    {
        var nuget = Updates.Updates.Single(static updates => updates.PackageEcosystem == "nuget");
        var labelled = XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("ItemGroup").ToDictionary(
            static group => group.Attribute("Label")!.Value, static group => group.Elements("PackageVersion").Select(static package => package.Attribute("Include")!.Value).ToArray());

        Assert.All(labelled.Values.SelectMany(static names => names).Where(static name => name.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal)), name => Assert.Equal("orleans", GroupOf(name)));
        Assert.All(labelled["Telemetry"], name => Assert.Equal("opentelemetry", GroupOf(name)));
        Assert.All(labelled["Bench"], name => Assert.Equal("bench", GroupOf(name)));
        Assert.All(labelled["Tests"], name => Assert.Contains(GroupOf(name), (string[])["tests", "aspnetcore"]));
        Assert.All(nuget.Groups.Values.SelectMany(static group => group.Patterns).Concat(nuget.Ignore.Select(static ignored => ignored.DependencyName)),
            pattern => Assert.Contains(labelled.Values.SelectMany(static names => names), name => FileSystemName.MatchesSimpleExpression(pattern, name)));

        string? GroupOf(string package) => nuget.Groups.FirstOrDefault(group => group.Value.Patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, package))).Key;
    }
}
