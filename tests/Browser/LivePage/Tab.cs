namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>A tab that remembers what went wrong in it.</summary>
internal sealed class Tab : IAsyncDisposable
{
    /// <summary>Long, because the machine may be busy; nothing waits for it where all is well.</summary>
    public const int PatienceMs = 30_000;

    private readonly IBrowserContext _context;

    public Tab(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        context.SetDefaultTimeout(PatienceMs);
        page.Console += (_, message) => Record(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, text) => Record(true, text);
        page.Dialog += (_, dialog) => Record(true, "A dialog opened: " + dialog.Message);
    }

    public IPage Page { get; }

    /// <summary>Console errors and warnings, exceptions and dialogs.</summary>
    public List<string> Complaints { get; } = [];

    public ILocator At(string selector) => Page.Locator(selector);

    public async Task<string> Text(string selector) => await At(selector).InnerTextAsync();

    /// <summary>Waits until a selector's text contains this.</summary>
    public Task Shows(string selector, string text) => Assertions.Expect(At(selector)).ToContainTextAsync(text, new() { Timeout = PatienceMs });

    /// <summary>Waits until a selector's text is this.</summary>
    public Task ShowsExactly(string selector, string text) => Assertions.Expect(At(selector)).ToHaveTextAsync(text, new() { Timeout = PatienceMs });

    /// <summary>What axe finds that is serious or critical, as lines.</summary>
    public async Task<string[]> SeriousViolations()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "vendor", "axe-core", "axe.min.js")));
        return await Page.EvaluateAsync<string[]>("""
            async () => (await axe.run()).violations.filter(one => one.impact === 'serious' || one.impact === 'critical')
                .map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 200)).join(' | ')}`)
            """);
    }

    /// <summary>By how many pixels the page is wider than its window.</summary>
    public Task<int> Overflow() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Record(bool complaint, string text)
    {
        if (complaint)
            Complaints.Add(text);
    }
}
