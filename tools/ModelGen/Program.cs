using ModelGen;

// Reads AWS service models and writes the C# of src/Pergola.Api/Generated. See README.md beside this file.
if (args is not [var modelsFolder, var apiFolder])
{
    Console.Error.WriteLine("usage: ModelGen MODELS-FOLDER API-PROJECT-FOLDER");
    return 2;
}

foreach (var list in Directory.EnumerateFiles(Path.Combine(apiFolder, "Operations"), "*.txt")
    .Order(StringComparer.Ordinal))
{
    var id = Path.GetFileNameWithoutExtension(list);
    var wanted = File.ReadAllLines(list)
        .Select(line => line.Split('#')[0].Trim())
        .Where(line => line.Length > 0)
        .ToHashSet(StringComparer.Ordinal);
    var service = ServiceDescription.Read(Path.Combine(modelsFolder, id, "service-2.json"), id, wanted);

    var folder = Path.Combine(apiFolder, "Generated", service.Namespace);
    if (Directory.Exists(folder))
    {
        Directory.Delete(folder, recursive: true);
    }

    Directory.CreateDirectory(folder);
    File.WriteAllText(Path.Combine(folder, $"{service.Namespace}Api.g.cs"), OperationWriter.Write(service));
    File.WriteAllText(Path.Combine(folder, "Shapes.g.cs"), ShapeWriter.Write(service));
    File.WriteAllText(Path.Combine(folder, "Schemas.g.cs"), SchemaWriter.Write(service));
    File.WriteAllText(Path.Combine(folder, "Values.g.cs"), ValueWriter.Write(service));
    Console.WriteLine($"{id}: {service.Operations.Count} operations, {service.Reachable.Count} shapes");
}

return 0;
