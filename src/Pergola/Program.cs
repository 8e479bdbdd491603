Console.Error.WriteLine("pergola: not put together yet");
return 1;
