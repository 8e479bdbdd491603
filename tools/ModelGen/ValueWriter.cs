namespace ModelGen;

/// <summary>Writes a class of constants for each enumeration.</summary>
internal static class ValueWriter
{
    public static string Write(ServiceDescription service)
    {
        var code = new CodeText(service);
        foreach (var name in service.Reachable)
        {
            if (service.Shape(name).Values() is not { } values)
            {
                continue;
            }

            code.Line();
            code.Line($"/// <summary>The values of {name}.</summary>");
            code.Open($"public static class {ClassName(service, name)}");
            var taken = new HashSet<string>(StringComparer.Ordinal) { ClassName(service, name), "All" };
            foreach (var value in values)
            {
                var constant = Names.Constant(value);
                while (!taken.Add(constant))
                {
                    constant += "_";
                }

                code.Line($"/// <summary><c>{value}</c></summary>");
                code.Line($"public const string {constant} = {Names.Literal(value)};");
            }

            code.Line();
            code.Line("internal static readonly string[] All =");
            code.OpenBracket("[");
            foreach (var value in values)
            {
                code.Line(Names.Literal(value) + ",");
            }

            code.Close("];");
            code.Close();
        }

        return code.ToString();
    }

    /// <summary>The class of constants; its name may not be that of a record.</summary>
    public static string ClassName(ServiceDescription service, string shapeName)
    {
        var name = Names.Pascal(shapeName);
        return service.Reachable.Any(other => other != shapeName && Names.Pascal(other) == name)
            ? name + "Value"
            : name;
    }
}
