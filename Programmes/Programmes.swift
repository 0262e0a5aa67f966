enum ProgrammesStub {}
