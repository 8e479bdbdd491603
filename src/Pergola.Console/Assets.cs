namespace Pergola.Pages;

/// <summary>The page's style and its few lines of script, without a build step.</summary>
public static class Assets
{
    /// <summary><c>console.css</c></summary>
    public const string Style = """
        :root { color-scheme: light dark; --ink: #1d2733; --soft: #5d6b7a; --paper: #f6f8fa; --card: #fff;
          --line: #c4ced8; --accent: #2f6f4f;
          --vpc: #e7f0ea; --network: #eae7f4; --service: #e5eef8; --group: #faf0e2; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e3e9ef; --soft: #93a1b0; --paper: #12181f; --card: #1a222b; --line: #3a4652;
            --accent: #7cc79d; --vpc: #1d2f26; --network: #272440; --service: #1a2b40; --group: #382c18; }
        }
        body { margin: 0; font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        header { display: flex; align-items: baseline; gap: 16px; padding: 12px 24px;
          border-bottom: 1px solid var(--line); background: var(--card); }
        h1 { font-size: 18px; margin: 0; color: var(--accent); }
        h2 { font-size: 14px; margin: 0 0 8px; } h2 small { color: var(--soft); font-weight: normal; }
        .mode { color: var(--soft); flex: 1; } .live { color: var(--accent); } .live.lost { color: #c0392b; }
        main { padding: 16px 24px; } section { margin-bottom: 24px; overflow-x: auto; }
        svg.map { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
        svg .name { font-weight: 600; font-size: 13px; }
        svg .id { fill: var(--soft); font-family: ui-monospace, monospace; font-size: 11px; }
        svg .listener { font-weight: 600; } svg .empty { fill: var(--soft); font-style: italic; }
        svg rect { stroke: var(--line); } .vpc rect { fill: var(--vpc); } .network rect { fill: var(--network); }
        .service rect { fill: var(--service); } .group rect { fill: var(--group); }
        .edge { fill: none; stroke: var(--accent); stroke-width: 1.6; opacity: .7; }
        svg .weight { fill: var(--soft); font-size: 11px; }
        .health { fill: #8e9aa6; } .health.healthy { fill: #2e9e5b; } .health.unhealthy { fill: #d0423a; }
        .health.initial { fill: #d9a420; } .health.draining { fill: #7d6fc0; }
        .columns { display: none; } .nothing { color: var(--soft); }
        table { border-collapse: collapse; background: var(--card); width: 100%; }
        th, td { text-align: left; padding: 5px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
        td:last-child { white-space: normal; } th { color: var(--soft); font-weight: 500; }
        tr.stopped td { color: var(--soft); } .failures { border-left: 3px solid #d0423a; padding-left: 12px; }
        """;

    /// <summary>
    /// <c>console.js</c>: each event names a new revision; the changing part of the page is fetched again.
    /// </summary>
    public const string Script = """
        const live = document.getElementById('live');
        const events = new EventSource('/_pergola/events');
        let busy = false, again = false;
        async function refresh() {
          if (busy) { again = true; return; }
          busy = true;
          const answer = await fetch('/_pergola/map');
          if (answer.ok) document.getElementById('map').innerHTML = await answer.text();
          busy = false;
          if (again) { again = false; refresh(); }
        }
        events.onmessage = refresh;
        events.onopen = () => live.classList.remove('lost');
        events.onerror = () => live.classList.add('lost');
        """;
}
