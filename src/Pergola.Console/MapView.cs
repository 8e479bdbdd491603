namespace Pergola.Pages;

/// <summary>Draws the map as SVG.</summary>
internal static class MapView
{
    public static Html Render(Topology topology)
    {
        var layout = new MapLayout(topology);
        return Html.Of($"""
            <svg class="map" viewBox="0 0 {MapLayout.Width} {layout.Height}" width="{MapLayout.Width}" role="img"
                 aria-label="Map of VPCs, service networks, services and target groups">
            {Html.Join(Edges(topology, layout))}
            {Html.Join(topology.Vpcs.Select(vpc => Vpc(vpc, layout[vpc.VpcId]!)))}
            {Html.Join(topology.Networks.Select(network => Network(network, layout[network.NetworkId]!)))}
            {Html.Join(topology.Services.Select(service => Service(service, layout[service.ServiceId]!)))}
            {Html.Join(topology.TargetGroups.Select(group => Group(group, layout[group.TargetGroupId]!)))}
            </svg>
            """);
    }

    private static IEnumerable<Html> Edges(Topology topology, MapLayout layout)
    {
        foreach (var vpc in topology.Vpcs)
        {
            if (layout[vpc.NetworkId] is { } network)
            {
                yield return Edge(layout[vpc.VpcId]!, layout[vpc.VpcId]!.Middle, network, vpc.Association ?? "", null);
            }
        }

        foreach (var network in topology.Networks)
        {
            foreach (var serviceId in network.ServiceIds)
            {
                if (layout[serviceId] is { } service)
                {
                    yield return Edge(layout[network.NetworkId]!, layout[network.NetworkId]!.Middle, service, "", null);
                }
            }
        }

        foreach (var service in topology.Services)
        {
            var row = 0;
            foreach (var rule in service.Listeners.SelectMany(listener => listener.Rules.Prepend(null)))
            {
                foreach (var weight in rule?.Groups ?? [])
                {
                    if (layout[weight.TargetGroupId] is { } group)
                    {
                        var box = layout[service.ServiceId]!;
                        yield return Edge(box, box.Row(row), group, "", rule!.Groups.Count > 1 ? weight.Weight : null);
                    }
                }

                row++;
            }
        }
    }

    private static Html Edge(MapLayout.Box from, int y, MapLayout.Box to, string title, int? weight)
    {
        var bend = (from.Right + to.X) / 2;
        var label = weight is { } share
            ? Html.Of($"""<text class="weight" x="{to.X - 8}" y="{to.Middle - 5}" text-anchor="end">{share}</text>""")
            : Html.Empty;
        return Html.Of($"""
            <path class="edge" d="M{from.Right},{y} C{bend},{y} {bend},{to.Middle} {to.X},{to.Middle}">
            <title>{title}</title></path>
            {label}
            """);
    }

    private static Html Vpc(VpcNode vpc, MapLayout.Box box)
    {
        var row = $"{vpc.Cidr} · {vpc.Interfaces} interfaces";
        return Box("vpc", box, vpc.Name, vpc.VpcId, Html.Of(
            $"""<text class="row" x="{box.X + 12}" y="{box.Row(0) + 4}">{row}</text>"""));
    }

    private static Html Network(NetworkNode network, MapLayout.Box box) =>
        Box("network", box, network.Name, network.NetworkId, Html.Empty);

    private static Html Service(ServiceNode service, MapLayout.Box box)
    {
        var rows = new List<Html>();
        foreach (var listener in service.Listeners)
        {
            var head = $"{listener.Protocol} :{listener.Port} {listener.Name}";
            rows.Add(Html.Of(
                $"""<text class="listener" x="{box.X + 12}" y="{box.Row(rows.Count) + 4}">{head}</text>"""));
            foreach (var rule in listener.Rules)
            {
                var what = rule.FixedStatus is { } status ? $"{rule.Match} → {status}" : rule.Match;
                rows.Add(
                    Html.Of($"""<text class="row" x="{box.X + 24}" y="{box.Row(rows.Count) + 4}">{what}</text>"""));
            }
        }

        var under = service.Status == "ACTIVE" ? service.ServiceId : service.Status;
        return Box("service", box, service.Name, under, Html.Join(rows));
    }

    private static Html Group(TargetGroupNode group, MapLayout.Box box)
    {
        var rows = group.Targets.Select((target, index) => Html.Of($"""
            <circle class="health {target.Health.ToLowerInvariant()}" cx="{box.X + 18}" cy="{box.Row(index)}" r="5">
            <title>{target.Health} {target.Reason}</title></circle>
            <text class="row" x="{box.X + 32}" y="{box.Row(index) + 4}">
            {target.Address}:{target.Port} {target.Task}</text>
            """)).ToList();
        return Box("group", box, $"{group.Name} · {group.Protocol}", group.VpcId, rows.Count > 0
            ? Html.Join(rows)
            : Html.Of($"""<text class="row empty" x="{box.X + 12}" y="{box.Row(0) + 4}">no targets</text>"""));
    }

    private static Html Box(string kind, MapLayout.Box box, string name, string id, Html rows) => Html.Of($"""
        <g class="{kind}">
        <rect x="{box.X}" y="{box.Y}" width="{box.Width}" height="{box.Height}" rx="8"/>
        <text class="name" x="{box.X + 12}" y="{box.Y + 19}">{name}</text>
        <text class="id" x="{box.X + 12}" y="{box.Y + 36}">{id}</text>
        {rows}
        </g>
        """);
}
